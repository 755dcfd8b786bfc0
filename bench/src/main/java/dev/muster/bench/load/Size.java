package dev.muster.bench.load;

import java.time.Duration;

/// How much is done.
///
/// @param warmUp events of each sort before anything is measured, until the JVM has compiled what it will
/// @param events events in one measurement at full load
/// @param stored events in the relay that is queried
/// @param returned events that one measurement of queries returns
/// @param small events in the relay at first, while data grows
/// @param idle connections that do nothing
/// @param pace how long events are published at an everyday pace
/// @param soak how long everything at once goes on
record Size(int warmUp, int events, int stored, int returned, int small, int idle, Duration pace, Duration soak) {
    static final Size FULL =
            new Size(40_000, 50_000, 100_000, 300_000, 100_000, 10_000, Duration.ofSeconds(60), Duration.ofMinutes(10));

    static final Size QUICK =
            new Size(15_000, 15_000, 40_000, 60_000, 10_000, 1_000, Duration.ofSeconds(15), Duration.ofMinutes(1));

    /// How often data grows tenfold.
    int large() {
        return 10 * small;
    }

    Size soaking(Duration time) {
        return new Size(warmUp, events, stored, returned, small, idle, pace, time);
    }
}
