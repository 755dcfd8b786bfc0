package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How far each person's link has come, and each call.
final class Deliveries {
    private static final Shelf<Delivery> DELIVERIES = new Shelf<>("delivery", Delivery.class);
    private static final Shelf<Delivery> TEXTS = new Shelf<>("text-delivery", Delivery.class);
    private static final Shelf<Delivery> CALLS = new Shelf<>("call-delivery", Delivery.class);

    private final InstantSource clock;

    /// In the order in which they come: what comes later tells more.
    enum Step {
        QUEUED,
        FAILED,
        EXPIRED,
        BLOCKED,
        SENT,
        DELIVERED,
        OPENED,
        JOINED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isReached() {
            return compareTo(SENT) >= 0;
        }

        boolean hasFailed() {
            return this == FAILED || this == EXPIRED || this == BLOCKED;
        }

        /// How much it tells about a text. A letter that a relay has is there; of a text that a carrier has, only a
        /// receipt tells whether it arrives.
        private int weightOfText() {
            return switch (this) {
                case QUEUED -> 0;
                case SENT -> 1;
                case FAILED, EXPIRED, BLOCKED -> 2;
                case DELIVERED -> 3;
                case OPENED -> 4;
                case JOINED -> 5;
            };
        }
    }

    /// @param note what is worth knowing of it, such as how many relays have it
    record Delivery(PublicKey person, Step step, Instant at, String note) {}

    Deliveries(InstantSource clock) {
        this.clock = clock;
    }

    private static Place<Delivery> place(String session, PublicKey person) {
        return DELIVERIES.at(session, person.hex());
    }

    private static Place<Delivery> textOf(String session, PublicKey person) {
        return TEXTS.at(session, person.hex());
    }

    /// A letter with a link is on its way.
    void queued(Change change, String session, PublicKey person) {
        change.put(place(session, person), new Delivery(person, Step.QUEUED, clock.instant(), ""));
    }

    /// A text with a link is on its way.
    void texted(Change change, String session, PublicKey person) {
        change.put(textOf(session, person), new Delivery(person, Step.QUEUED, clock.instant(), ""));
    }

    /// It has come further; what was known before and tells more, stays. Says whether that was news.
    boolean is(Change change, String session, PublicKey person, Step step, String note) {
        Delivery before = change.get(place(session, person)).orElse(null);
        // Who has only a phone was sent no letter.
        if (before == null) return textIs(change, session, person, step, note);
        if (before.step().compareTo(step) >= 0) return false;
        change.put(place(session, person), new Delivery(person, step, clock.instant(), note));
        return true;
    }

    /// The same of a text.
    boolean textIs(Change change, String session, PublicKey person, Step step, String note) {
        Delivery before = change.get(textOf(session, person)).orElse(null);
        if (before == null || before.step().weightOfText() > step.weightOfText()) return false;
        if (before.step() == step && before.note().equals(note)) return false;
        change.put(textOf(session, person), new Delivery(person, step, clock.instant(), note));
        return true;
    }

    /// A call is asked for.
    void called(Change change, String session, PublicKey person) {
        change.put(CALLS.at(session, person.hex()), new Delivery(person, Step.QUEUED, clock.instant(), ""));
    }

    /// What has become of one that was asked for. Who was called once was called, whatever is said of a second time.
    void callIs(Change change, String session, PublicKey person, Step step, String note) {
        call(change, session, person)
                .filter(before -> before.step() != Step.SENT)
                .ifPresent(_ ->
                        change.put(CALLS.at(session, person.hex()), new Delivery(person, step, clock.instant(), note)));
    }

    Optional<Delivery> call(Reading reading, String session, PublicKey person) {
        return reading.get(CALLS.at(session, person.hex()));
    }

    /// How far the link has come that somebody was texted, if they were.
    Optional<Delivery> text(Reading reading, String session, PublicKey person) {
        return reading.get(textOf(session, person));
    }

    /// Who is called, or was to be.
    List<Delivery> calls(Reading reading, String session) {
        return reading.under(CALLS.at(session)).stream().map(Entry::value).toList();
    }

    /// Whether somebody has opened their link.
    boolean isOpened(Reading reading, String session, PublicKey person) {
        return reading.get(place(session, person))
                .filter(link -> link.step().compareTo(Step.OPENED) >= 0)
                .isPresent();
    }

    /// How far each link has come that went out as a text.
    List<Delivery> texts(Reading reading, String session) {
        return reading.under(TEXTS.at(session)).stream().map(Entry::value).toList();
    }

    /// How far each link has come that went out as a letter.
    List<Delivery> of(Reading reading, Session session) {
        return reading.under(DELIVERIES.at(session.id())).stream()
                .map(Entry::value)
                .toList();
    }

    void forget(Change change, Session session) {
        change.under(DELIVERIES.at(session.id())).forEach(entry -> change.remove(entry.place()));
        change.under(TEXTS.at(session.id())).forEach(entry -> change.remove(entry.place()));
        change.under(CALLS.at(session.id())).forEach(entry -> change.remove(entry.place()));
    }
}
