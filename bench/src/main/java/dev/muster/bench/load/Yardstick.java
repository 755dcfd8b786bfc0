package dev.muster.bench.load;

import dev.muster.bench.crowd.Stock;
import dev.muster.nostr.event.Event;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What one verification of a signature by libsecp256k1 takes on this machine, here and now: what the rest is compared
/// with.
final class Yardstick {
    private static final int EVENTS = 256;
    private static final int ROUNDS = 9;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Event> events;

    Yardstick(Stock notes) {
        events = IntStream.range(0, EVENTS)
                .mapToObj(number -> Event.parse(Stock.json(notes.frame(number))))
                .toList();
    }

    /// Microseconds of CPU time, the median of several rounds.
    double measure() {
        double[] rounds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            for (Event event : events) {
                if (!event.isSignedByItsAuthor()) throw new IllegalStateException("a stored event is badly signed");
            }
            rounds[round] = (threads.getCurrentThreadCpuTime() - start) / 1e3 / EVENTS;
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }
}
