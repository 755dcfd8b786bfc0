package dev.muster.bench.load;

import dev.muster.bench.wire.Loop;
import java.time.Duration;

/// Measures what the server spends from now on.
final class Meter {
    private static final Duration STEP = Duration.ofMillis(200);
    private static final int MOST_STEPS = 100;
    /// A process that does nothing on request still blinks now and then.
    private static final long QUIET_MICROS = 10_000;

    private final Proc proc;
    private final long cpu;
    private final long written;
    private final long start = System.nanoTime();

    /// @param cpuMicros CPU time
    /// @param written bytes that went to disk
    /// @param seconds how long it took, without the wait for the server to come to rest
    record Spent(long cpuMicros, long written, double seconds) {
        double microsPer(long operations) {
            return (double) cpuMicros / operations;
        }
    }

    Meter(Server server) {
        proc = server.proc();
        cpu = proc.cpuMicros();
        written = proc.writtenBytes();
    }

    /// What was spent, with what the server still does after its last answer: flushing, compacting.
    Spent stop(Loop loop) {
        double seconds = (System.nanoTime() - start) / 1e9;
        waitForRest(loop);
        return new Spent(proc.cpuMicros() - cpu, proc.writtenBytes() - written, seconds);
    }

    private void waitForRest(Loop loop) {
        long before = proc.cpuMicros();
        for (int step = 0; step < MOST_STEPS; step++) {
            loop.pause(STEP);
            long now = proc.cpuMicros();
            if (now - before <= QUIET_MICROS) return;
            before = now;
        }
    }
}
