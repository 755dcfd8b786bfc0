package dev.muster.notifier.session;

import dev.muster.nostr.crypto.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is planned.
///
/// @param zone whose clock people read
/// @param service the URL of the room, if it was named here; `{room}` in it stands for the session's id
/// @param autoStart how long before its time it starts by itself, if it does
/// @param reminders how long before its time people are reminded
/// @param callAfter how long after its beginning those are called who have only a phone and aren't there, if at all
/// @param capacity how many can come; 0 is any number
/// @param completion how long one has to be there for a certificate
/// @param hosts who may start and end it besides the one who announced it
record Plan(
        String title,
        String summary,
        Instant starts,
        Instant ends,
        String zone,
        Optional<String> service,
        Optional<Duration> autoStart,
        List<Duration> reminders,
        Optional<Duration> callAfter,
        int capacity,
        Duration completion,
        Set<PublicKey> hosts) {
    Plan {
        if (!ends.isAfter(starts)) throw new IllegalArgumentException("it has to end later than it starts");
        reminders = List.copyOf(reminders);
        hosts = Set.copyOf(hosts);
    }

    ZoneId zoneId() {
        return ZoneId.of(zone);
    }

    /// From when on people are let in.
    Instant opens() {
        return starts.minus(autoStart.orElse(Duration.ZERO));
    }

    Plan in(Optional<String> other) {
        return new Plan(
                title,
                summary,
                starts,
                ends,
                zone,
                other.or(() -> service),
                autoStart,
                reminders,
                callAfter,
                capacity,
                completion,
                hosts);
    }

    Plan ledBy(Set<PublicKey> others) {
        return new Plan(
                title,
                summary,
                starts,
                ends,
                zone,
                service,
                autoStart,
                reminders,
                callAfter,
                capacity,
                completion,
                others);
    }
}
