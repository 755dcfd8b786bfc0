package dev.muster.sms.carrier.twilio;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Until when nothing is to be sent: at all, or from one sender.
final class Pauses {
    static final String ALL = "";

    private final InstantSource clock;
    private final Map<String, Instant> until = new ConcurrentHashMap<>();

    Pauses(InstantSource clock) {
        this.clock = clock;
    }

    /// @param sender [#ALL], or one
    void pause(String sender, Duration time) {
        until.merge(sender, clock.instant().plus(time), (one, other) -> one.isAfter(other) ? one : other);
    }

    /// How long it lasts, if it does.
    Optional<Duration> left(String sender) {
        Instant now = clock.instant();
        return Optional.ofNullable(until.get(sender)).filter(now::isBefore).map(end -> Duration.between(now, end));
    }
}
