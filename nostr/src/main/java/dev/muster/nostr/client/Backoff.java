package dev.muster.nostr.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses between attempts: each twice the one before, up to the longest, and each shortened by up to a half at
/// random, so that clients who lost a relay together don't all come back together.
public record Backoff(Duration first, Duration longest) {
    public Backoff {
        if (first.isNegative() || first.isZero() || first.compareTo(longest) > 0) {
            throw new IllegalArgumentException("the first pause is above 0 and not above the longest");
        }
    }

    /// How long to wait after so many failures in a row, 0 being the first.
    Duration pause(int failures, RandomGenerator random) {
        long full = longest(failures).toNanos();
        return Duration.ofNanos(full - random.nextLong(full / 2 + 1));
    }

    /// How long that may be.
    Duration longest(int failures) {
        long full = first.toNanos();
        for (int i = 0; i < failures && full < longest.toNanos(); i++) full *= 2;
        return Duration.ofNanos(Math.min(full, longest.toNanos()));
    }
}
