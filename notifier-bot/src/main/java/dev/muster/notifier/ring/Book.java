package dev.muster.notifier.ring;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The calls that are known, each for as long as it may be asked about.
final class Book {
    private static final String FORGOTTEN = "ring-forgotten";

    /// An app that starts because of a call asks later what became of it.
    static final Duration REMEMBERED = Duration.ofHours(1);

    private static final Shelf<Ring> RINGS = new Shelf<>("ring", Ring.class);
    private static final Shelf<Of> BY_CALLEE = new Shelf<>("rings-of", Of.class);

    private final Timers timers;
    private final Duration busyFor;
    private final InstantSource clock;

    private record Of(String callId) {}

    /// Has its alarms rung by these timers, which are to be started afterwards.
    ///
    /// @param busyFor so long at most somebody is on a call whose end nobody tells
    Book(Timers timers, Duration busyFor, InstantSource clock) {
        this.timers = timers.with(
                FORGOTTEN, (change, alarm) -> named(change, alarm.name()).ifPresent(ring -> forget(change, ring)));
        this.busyFor = busyFor;
        this.clock = clock;
    }

    private static Place<Ring> place(String callId, PublicKey callee) {
        return RINGS.at(callId, callee.hex());
    }

    /// What alarms about a ring are called.
    static String name(Ring ring) {
        return ring.call().id() + "/" + ring.callee().hex();
    }

    /// The ring that an alarm is about.
    Optional<Ring> named(Reading reading, String name) {
        String[] parts = name.split("/", -1);
        return reading.get(RINGS.at(parts[0], parts[1]));
    }

    /// A call, for one of those who are called.
    Optional<Ring> find(Reading reading, String callId, PublicKey callee) {
        return reading.get(place(callId, callee));
    }

    /// A call, for each of those who are called.
    List<Ring> of(Reading reading, String callId) {
        return reading.under(RINGS.at(callId)).stream().map(Entry::value).toList();
    }

    /// Whether somebody has taken a call that may still go on.
    boolean isOnACall(Reading reading, PublicKey callee) {
        Instant longAgo = clock.instant().minus(busyFor);
        return reading.under(BY_CALLEE.at(callee.hex())).stream()
                .flatMap(entry -> find(reading, entry.value().callId(), callee).stream())
                .anyMatch(other -> other.isAnswered() && other.call().madeAt().isAfter(longAgo));
    }

    /// Writes down how far one is.
    void put(Change change, Ring ring) {
        String callId = ring.call().id();
        change.put(place(callId, ring.callee()), ring);
        change.put(BY_CALLEE.at(ring.callee().hex(), callId), new Of(callId));
        Duration kept = ring.isAnswered() ? busyFor.plus(REMEMBERED) : REMEMBERED;
        timers.set(change, FORGOTTEN, name(ring), clock.instant().plus(kept));
    }

    private void forget(Change change, Ring ring) {
        change.remove(place(ring.call().id(), ring.callee()));
        change.remove(BY_CALLEE.at(ring.callee().hex(), ring.call().id()));
    }
}
