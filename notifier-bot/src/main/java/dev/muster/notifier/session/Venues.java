package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.outbox.Channel.End;
import dev.muster.kit.post.Post;
import dev.muster.kit.timer.Timers;
import dev.muster.kit.venue.RoomWish;
import dev.muster.kit.venue.RoomWish.Phone;
import dev.muster.kit.venue.RoomWish.Stage;
import dev.muster.kit.venue.Stays;
import dev.muster.kit.venue.Stays.Stay;
import dev.muster.kit.venue.Venue;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Message;
import dev.muster.notifier.session.Lodgings.Caller;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/// Rooms for sessions that name none. Another bot has them, the bridge: it is asked by a wrap (kind 24310), and says by
/// wraps where the room is, and who was there (kind 10312).
///
/// Nobody's link waits longer than [RoomsConfig#patience] for that: then all goes on as if there were no bridge.
final class Venues implements Post.News {
    private static final String BELL = "room-awaited";

    private final Book book;
    private final Lodgings lodgings;
    private final Attendance attendance;
    private final Deliveries deliveries;
    private final Letters letters;
    private final Timers timers;
    private final RoomsConfig config;
    private final InstantSource clock;
    private final SecureRandom random;
    private final List<BiConsumer<Change, Session>> waiting = new ArrayList<>();

    /// Has its alarms rung by those timers, which are to be started afterwards.
    Venues(Records records, Letters letters, Timers timers, RoomsConfig config, Chance chance) {
        this.book = records.book();
        this.lodgings = records.lodgings();
        this.attendance = records.attendance();
        this.deliveries = records.deliveries();
        this.letters = letters;
        this.timers = timers.with(
                BELL, (change, alarm) -> book.find(change, alarm.name()).ifPresent(session -> goOn(change, session)));
        this.config = config;
        this.clock = chance.clock();
        this.random = chance.random();
    }

    /// Has somebody go on with a session as soon as it is known where it is, or nobody waits for that any longer.
    Venues telling(BiConsumer<Change, Session> who) {
        waiting.add(who);
        return this;
    }

    /// Whether somebody waits for where it is.
    boolean isAwaited(Reading reading, Session session) {
        return lodgings.of(reading, session).isAwaited() && isWanted(reading, session);
    }

    /// Whether a room of the bridge's would be used.
    boolean isWanted(Reading reading, Session session) {
        return config.bridge().isPresent()
                && session.plan().service().isEmpty()
                && book.room(reading, session).flatMap(Said.Room::service).isEmpty();
    }

    /// Where it is, if that is with the bridge.
    Optional<Venue> of(Reading reading, Session session) {
        return isWanted(reading, session) ? lodgings.venue(reading, session) : Optional.empty();
    }

    /// The bot that has its room, if there is one.
    Optional<PublicKey> bridge(Reading reading, Session session) {
        return of(reading, session).flatMap(_ -> config.bridge());
    }

    /// What is written below an invitation: how to come by telephone.
    String byTelephone(Reading reading, Session session) {
        return of(reading, session)
                .flatMap(Venue::dialIn)
                .map(by -> "\nBy telephone: " + by.number() + ", PIN " + by.spoken() + ".")
                .orElse("");
    }

    /// The same within a text.
    String orCall(Reading reading, Session session) {
        return of(reading, session)
                .flatMap(Venue::dialIn)
                .map(by -> " Or call " + by.number() + ", PIN " + by.pin())
                .orElse("");
    }

    /// A session was announced, changed, or has come further: the bridge is told, if it is to have its room.
    void follow(Change change, Session session) {
        boolean isKnown = lodgings.of(change, session).number() > 0;
        if (isWanted(change, session) && (isKnown || !session.status().isOver())) ask(change, session, false);
    }

    /// It is to start, and there is no room: the bridge is asked again if it has had its chance.
    void seek(Change change, Session session) {
        if (isWanted(change, session) && lodgings.venue(change, session).isEmpty() && !isAwaited(change, session))
            ask(change, session, true);
    }

    private void ask(Change change, Session session, boolean isUrgent) {
        PublicKey bridge = config.bridge().orElseThrow();
        Lodging before = lodgings.of(change, session);
        Plan plan = session.plan();
        Stage stage = switch (session.status()) {
            case PLANNED -> Stage.PLANNED;
            case LIVE -> Stage.LIVE;
            case ENDED, CANCELLED -> Stage.OVER;
        };
        List<Phone> phones = book.phoneGuests(change, session).stream()
                .map(guest ->
                        new Phone(guest.contact().number(), guest.standIn().hex()))
                .toList();
        var wish = new RoomWish(
                UUID.fromString(session.id()),
                session.address().toString(),
                session.organizer(),
                plan.title(),
                stage,
                plan.starts(),
                plan.ends(),
                before.number() + 1,
                phones);
        String said = String.join(
                "\n",
                plan.title(),
                stage.word(),
                plan.starts().toString(),
                plan.ends().toString(),
                "" + phones.size());
        if (said.equals(before.said()) && !isUrgent) return;
        // What has begun waits for nothing.
        boolean isOpen = before.venue().isEmpty() && stage == Stage.PLANNED;
        Instant now = clock.instant();
        Instant until = isOpen ? now.plus(config.patience()) : Instant.EPOCH;
        Instant deadline = plan.ends().isAfter(now) ? plan.ends() : now.plus(config.patience());
        String id = letters.ask(change, bridge, Kind.BUILDIT_ROOM, wish.tags(bridge), wish.content(clock), deadline)
                .hex();
        lodgings.put(change, session, before.asked(id, until, said));
        if (isOpen) timers.set(change, BELL, session.id(), until);
    }

    /// Nobody else is believed about rooms.
    boolean isBridge(PublicKey author) {
        return config.bridge().filter(author::equals).isPresent();
    }

    /// What the bridge says: where a room is, that there is none, or who was there.
    void heard(Change change, Message message) {
        if (message.kind() == Kind.ROOM_PRESENCE) {
            Stays.read(message.rumor()).ifPresent(stays -> count(change, stays));
            return;
        }
        Tags tags = message.rumor().tags();
        Session session = tags.value("e")
                .flatMap(wish -> lodgings.session(change, wish))
                .flatMap(id -> book.find(change, id))
                .orElse(null);
        if (session == null) return;
        Lodging before = lodgings.of(change, session);
        boolean isRefused =
                tags.first("result").filter(it -> it.value().equals("refused")).isPresent();
        Optional<Venue> venue = Venue.read(tags);
        if (isRefused) {
            // Of a wish before this one it is news no more.
            if (!tags.values("e").contains(before.wish())) return;
            String why = tags.first("result").map(it -> it.at(2)).orElse("");
            lodgings.put(change, session, before.refused(why.isEmpty() ? "it refuses" : why));
        } else if (venue.isPresent()) {
            lodgings.put(change, session, before.at(venue.get()));
        } else return;
        if (before.isAwaited()) goOn(change, session);
    }

    /// Whoever waits goes on, with a room or without one.
    private void goOn(Change change, Session session) {
        timers.cancel(change, BELL, session.id());
        lodgings.put(change, session, lodgings.of(change, session).settled());
        waiting.forEach(each -> each.accept(change, session));
    }

    private void count(Change change, Stays stays) {
        Session session = book.named(change, stays.session()).orElse(null);
        if (session == null || session.course().started().isEmpty()) return;
        Instant now = clock.instant();
        Instant end = now.isBefore(session.plan().ends()) ? now : session.plan().ends();
        for (Stay stay : stays.all()) {
            if (stay.joined().isAfter(end)) continue;
            PublicKey person = whose(change, session, stay).orElse(null);
            if (person == null) continue;
            Instant seen = stay.seen().isBefore(end) ? stay.seen() : end;
            deliveries.is(change, session.id(), person, Deliveries.Step.JOINED, "");
            attendance.was(change, session, new Attendance.Visit(person, stay.joined(), seen, stay.hasLeft()));
        }
    }

    private Optional<PublicKey> whose(Change change, Session session, Stay stay) {
        Optional<PublicKey> invited = Reader.key(stay.ref())
                .findFirst()
                .filter(person -> book.attendee(change, session, person).isPresent()
                        || book.phoneGuest(change, session, person).isPresent());
        if (invited.isPresent()) {
            // Who wasn't invited, or hadn't answered, when they came was somebody nobody knows.
            lodgings.recognize(change, session, stay.ref())
                    .ifPresent(caller -> attendance.was(change, session, caller.standIn(), invited.get()));
            return invited;
        }
        if (stay.shown().isEmpty()) return Optional.empty();
        return Optional.of(lodgings.caller(change, session, stay.ref())
                .orElseGet(() -> {
                    var caller = new Caller(SecretKey.random(random).publicKey(), stay.shown());
                    lodgings.put(change, session, stay.ref(), caller);
                    return caller;
                })
                .standIn());
    }

    @Override
    public void reached(Change change, String id, String note) {
        // A relay has the wish. What comes of it the bridge will say.
    }

    @Override
    public void ended(Change change, String id, End end) {
        if (end instanceof End.Done) return;
        Session session = Letters.ofAsked(id)
                .flatMap(wish -> lodgings.session(change, wish))
                .flatMap(known -> book.find(change, known))
                .orElse(null);
        if (session == null || !lodgings.of(change, session).isAwaited()) return;
        lodgings.put(change, session, lodgings.of(change, session).refused("it wasn't reached"));
        goOn(change, session);
    }

    void forget(Change change, Session session) {
        timers.cancel(change, BELL, session.id());
        lodgings.forget(change, session);
    }
}
