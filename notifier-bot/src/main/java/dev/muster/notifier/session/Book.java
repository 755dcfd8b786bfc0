package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.reply.Outcome;
import dev.muster.nostr.crypto.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// All sessions, who has to do with them, and how each is found.
final class Book {
    private static final Shelf<Session> SESSIONS = new Shelf<>("session", Session.class);
    private static final Shelf<PhoneGuest> PHONE_GUESTS = new Shelf<>("phone-guest", PhoneGuest.class);

    /// Which key stands in for whom, by number.
    private static final Shelf<StandIn> STAND_INS = new Shelf<>("stand-in", StandIn.class);

    private static final Shelf<Attendee> ATTENDEES = new Shelf<>("attendee", Attendee.class);

    /// By address, and by what BuildIt calls it.
    private static final Shelf<Ref> BY_NAME = new Shelf<>("session-name", Ref.class);

    private static final Shelf<Said.Room> ROOMS = new Shelf<>("room", Said.Room.class);
    private static final Shelf<Ref> NAMES_OF = new Shelf<>("names-of-session", Ref.class);
    private static final Shelf<Ref> BY_PERSON = new Shelf<>("session-person", Ref.class);

    /// A session's id, or one of its names.
    private record Ref(String to) {}

    private record StandIn(PublicKey key) {}

    /// What somebody is told who names one that we don't know.
    static Outcome unknown() {
        return Outcome.refused("unknown-session", "I know of no such session. \"sessions\" lists yours.");
    }

    Optional<Session> find(Reading reading, String id) {
        return reading.get(SESSIONS.at(id));
    }

    /// By an address of its event, session or room, or by what BuildIt calls it.
    Optional<Session> named(Reading reading, String name) {
        return reading.get(BY_NAME.at(name)).flatMap(ref -> find(reading, ref.to()));
    }

    List<Session> all(Reading reading) {
        return reading.under(SESSIONS.at()).stream().map(Entry::value).toList();
    }

    /// Those that somebody leads, was invited to, or has answered.
    List<Session> of(Reading reading, PublicKey person) {
        return reading.under(BY_PERSON.at(person.hex())).stream()
                .flatMap(entry -> find(reading, entry.value().to()).stream())
                .toList();
    }

    void put(Change change, Session session) {
        change.put(SESSIONS.at(session.id()), session);
        name(change, session, session.address().toString());
        Stream.concat(Stream.of(session.organizer()), session.plan().hosts().stream())
                .forEach(host -> involve(change, session, host));
    }

    /// Has it found by another name too, unless another session is.
    void name(Change change, Session session, String name) {
        if (change.has(BY_NAME.at(name))) return;
        change.put(BY_NAME.at(name), new Ref(session.id()));
        change.put(NAMES_OF.at(session.id(), name), new Ref(name));
    }

    private void involve(Change change, Session session, PublicKey person) {
        change.put(BY_PERSON.at(person.hex(), session.id()), new Ref(session.id()));
    }

    void put(Change change, Said.Room room) {
        change.put(ROOMS.at(room.address().toString()), room);
    }

    /// The room that it takes place in, if somebody has said what that is.
    Optional<Said.Room> room(Reading reading, Session session) {
        return session.room().flatMap(address -> reading.get(ROOMS.at(address.toString())));
    }

    /// Whether somebody may start and end it: who has announced it, its hosts, and those of its room.
    boolean isLedBy(Reading reading, Session session, PublicKey person) {
        return session.isLedBy(person)
                || room(reading, session)
                        .filter(room -> room.hosts().contains(person))
                        .isPresent();
    }

    Optional<Attendee> attendee(Reading reading, Session session, PublicKey person) {
        return reading.get(ATTENDEES.at(session.id(), person.hex()));
    }

    List<Attendee> attendees(Reading reading, Session session) {
        return reading.under(ATTENDEES.at(session.id())).stream()
                .map(Entry::value)
                .toList();
    }

    long count(Reading reading, Session session, Predicate<Attendee> which) {
        return attendees(reading, session).stream().filter(which).count();
    }

    void put(Change change, Session session, Attendee attendee) {
        change.put(ATTENDEES.at(session.id(), attendee.person().hex()), attendee);
        involve(change, session, attendee.person());
    }

    /// Those who have only a phone.
    List<PhoneGuest> phoneGuests(Reading reading, Session session) {
        return reading.under(PHONE_GUESTS.at(session.id())).stream()
                .map(Entry::value)
                .toList();
    }

    /// By the key that stands for them.
    Optional<PhoneGuest> phoneGuest(Reading reading, Session session, PublicKey standIn) {
        return reading.get(PHONE_GUESTS.at(session.id(), standIn.hex()));
    }

    Optional<PhoneGuest> phoneGuest(Reading reading, Session session, String number) {
        return reading.get(STAND_INS.at(session.id(), number))
                .flatMap(known -> phoneGuest(reading, session, known.key()));
    }

    void put(Change change, Session session, PhoneGuest guest) {
        change.put(PHONE_GUESTS.at(session.id(), guest.standIn().hex()), guest);
        change.put(STAND_INS.at(session.id(), guest.contact().number()), new StandIn(guest.standIn()));
    }

    /// Forgets a session, and who had to do with it.
    void forget(Change change, Session session) {
        Stream<PublicKey> hosts = Stream.concat(Stream.of(session.organizer()), session.plan().hosts().stream());
        Stream<PublicKey> others = attendees(change, session).stream().map(Attendee::person);
        Stream.concat(hosts, others).forEach(person -> {
            change.remove(BY_PERSON.at(person.hex(), session.id()));
            change.remove(ATTENDEES.at(session.id(), person.hex()));
        });
        change.under(PHONE_GUESTS.at(session.id())).forEach(entry -> change.remove(entry.place()));
        change.under(STAND_INS.at(session.id())).forEach(entry -> change.remove(entry.place()));
        change.under(NAMES_OF.at(session.id())).forEach(entry -> {
            change.remove(BY_NAME.at(entry.value().to()));
            change.remove(entry.place());
        });
        change.remove(SESSIONS.at(session.id()));
    }
}
