package dev.muster.sms.send;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often a carrier is asked that said not now, and when.
final class Retries {
    static final int MOST = 6;

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private Retries() {}

    /// Twice as long as before, and each a little different so that not all come at once.
    static Duration pause(int attempts, RandomGenerator random) {
        long longest = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(attempts, 20));
        return Duration.ofMillis(longest + random.nextLong(longest / 4 + 1));
    }
}
