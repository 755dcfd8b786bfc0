package dev.muster.notifier.push;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Leaves a gateway alone for a moment that has not answered several times in a row: a call that waits for it is better
/// brought by another way.
final class Breaker {
    private static final int MANY = 8;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final InstantSource clock;
    private int failures;
    private Instant closedUntil = Instant.MIN;

    Breaker(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether it may be asked. After a pause one may try, and then the next.
    synchronized boolean lets() {
        Instant now = clock.instant();
        if (failures < MANY) return true;
        if (now.isBefore(closedUntil)) return false;
        closedUntil = now.plus(PAUSE);
        return true;
    }

    synchronized void answered() {
        failures = 0;
    }

    synchronized void failed() {
        failures++;
        if (failures == MANY) closedUntil = clock.instant().plus(PAUSE);
    }
}
