package dev.muster.it;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Waits for what another process does.
public final class Await {
    /// Longer than a bot takes that was killed on a busy machine, starts anew, and finds its relay too slow once: that
    /// relay it leaves alone for ten seconds.
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    /// Looks until it is so.
    ///
    /// @throws AssertionError with what there is instead, if it isn't so in time
    public static <T> T until(Supplier<T> look, Predicate<T> isSo) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            T seen = look.get();
            if (isSo.test(seen)) return seen;
            if (System.nanoTime() > end) throw new AssertionError("after " + DEADLINE + " there is still: " + seen);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
