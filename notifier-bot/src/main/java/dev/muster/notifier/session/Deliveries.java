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

/// How far each person's link has come.
final class Deliveries {
    private static final Shelf<Delivery> DELIVERIES = new Shelf<>("delivery", Delivery.class);

    private final InstantSource clock;

    /// In the order in which they come: what comes later tells more.
    enum Step {
        QUEUED,
        FAILED,
        EXPIRED,
        SENT,
        OPENED,
        JOINED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isReached() {
            return compareTo(SENT) >= 0;
        }

        boolean hasFailed() {
            return this == FAILED || this == EXPIRED;
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

    /// A link is on its way.
    void queued(Change change, String session, PublicKey person) {
        change.put(place(session, person), new Delivery(person, Step.QUEUED, clock.instant(), ""));
    }

    /// It has come further; what was known before and tells more, stays. Says whether that was news.
    boolean is(Change change, String session, PublicKey person, Step step, String note) {
        Delivery before = change.get(place(session, person)).orElse(null);
        if (before == null || before.step().compareTo(step) >= 0) return false;
        change.put(place(session, person), new Delivery(person, step, clock.instant(), note));
        return true;
    }

    List<Delivery> of(Reading reading, Session session) {
        return reading.under(DELIVERIES.at(session.id())).stream()
                .map(Entry::value)
                .toList();
    }

    void forget(Change change, Session session) {
        change.under(DELIVERIES.at(session.id())).forEach(entry -> change.remove(entry.place()));
    }
}
