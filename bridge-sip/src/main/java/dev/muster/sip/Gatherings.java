package dev.muster.sip;

import dev.muster.kit.desk.Desk;
import dev.muster.kit.http.Routes;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.roles.Role;
import dev.muster.nostr.wrap.Message;
import dev.muster.sip.page.IceServer;
import dev.muster.sip.page.RoomPages;
import dev.muster.sip.room.Rooms;
import dev.muster.sip.room.RoomsConfig;
import dev.muster.sip.turn.Ticket;
import dev.muster.sip.turn.Tickets;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The rooms that sessions are in: who wants one, and how browsers come in.
final class Gatherings implements AutoCloseable {
    private final Desk desk;
    private final Rooms rooms;
    private final RoomPages pages;

    /// Has its alarms rung by that desk, which is to be started afterwards.
    ///
    /// @param url where the bridge's pages are
    Gatherings(SipConfig config, Desk desk, Legs legs, Optional<Tickets> tickets, URI url) {
        this.desk = desk;
        RoomsConfig wanted = config.rooms();
        Optional<String> dialIn = wanted.dialIn()
                .or(() -> OurNumbers.of(config.numbers()).ofRooms().filter(number -> number.startsWith("+")));
        rooms = new Rooms(
                new RoomsConfig(dialIn, wanted.mostRooms(), wanted.mostMembers()),
                () -> url,
                new Rooms.Means(
                        desk.ledger(), desk.timers(), desk.replies(), legs.beat(), desk.clock(), desk.random()));
        pages = new RoomPages(url, rooms, legs.web(), () -> servers(tickets), desk.random());
    }

    private static List<IceServer> servers(Optional<Tickets> tickets) {
        return tickets.flatMap(issuer -> issuer.issue("room")).map(Gatherings::server).stream()
                .toList();
    }

    private static IceServer server(Ticket ticket) {
        return new IceServer(ticket.urls(), ticket.username(), ticket.credential());
    }

    Rooms rooms() {
        return rooms;
    }

    /// A bot wants a room, or says how its session goes on.
    void wanted(Change change, Message message) {
        Outcome outcome = desk.roles().may(change, message.author(), Role.BOT)
                ? rooms.wanted(change, message.author(), message.rumor())
                : Outcome.refused("not-allowed", "");
        if (outcome.isRefused()) desk.meters().refused(outcome.result());
        desk.replies().answer(change, message.author(), message.id(), outcome);
    }

    void on(Routes routes) {
        pages.on(routes);
    }

    void start() {
        rooms.start();
    }

    @Override
    public void close() {
        rooms.close();
    }
}
