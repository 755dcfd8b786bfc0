package dev.muster.sms.send;

import java.time.Duration;
import java.time.Instant;

/// When the next segment may go: one after the other, each as long after the one before as the carrier wants it.
///
/// @param free when there is room for the next
record Pace(Instant free) {
    /// A delay of this length is made up for, so that a busy machine doesn't make the pace a slower one. What was
    /// missed before is lost: nothing is saved up while nobody sends.
    private static final Duration CAUGHT_UP = Duration.ofMillis(250);

    static final Pace IDLE = new Pace(Instant.EPOCH);

    boolean isFree(Instant now) {
        return !free.isAfter(now);
    }

    /// After that many segments have gone.
    Pace after(int segments, int segmentsPerSecond, Instant now) {
        Instant from = free.isBefore(now.minus(CAUGHT_UP)) ? now : free;
        return new Pace(from.plus(Duration.ofSeconds(segments).dividedBy(segmentsPerSecond)));
    }
}
