package dev.muster.it;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Waits for what another process does.
final class Await {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    /// @throws AssertionError with what there is instead, if it isn't so in time
    static <T> T until(Supplier<T> look, Predicate<T> isSo) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            T seen = look.get();
            if (isSo.test(seen)) return seen;
            if (System.nanoTime() > end) throw new AssertionError("after " + DEADLINE + " there is still: " + seen);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
