package dev.muster.kit.outside;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How much goes on at once: with one host, so that a slow one doesn't keep all others waiting, and with all of them.
final class Queues {
    private static final int MOST = 256;
    private static final int MOST_OF_ONE = 64;

    private final Semaphore all = new Semaphore(MOST, true);
    private final Map<Origin, Queue> queues = new ConcurrentHashMap<>();

    private record Queue(Semaphore free, int users) {
        Queue with(int more) {
            return new Queue(free, users + more);
        }
    }

    /// False if it isn't our turn by then. Who has entered leaves.
    boolean enter(Origin origin, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        Queue queue = queues.compute(
                origin, (_, old) -> old == null ? new Queue(new Semaphore(MOST_OF_ONE, true), 1) : old.with(1));
        boolean first = false;
        boolean both = false;
        try {
            first = queue.free().tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            both = first && all.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            return both;
        } finally {
            if (!both) leave(origin, first);
        }
    }

    void leave(Origin origin) {
        all.release();
        leave(origin, true);
    }

    private void leave(Origin origin, boolean wasFirst) {
        queues.computeIfPresent(origin, (_, queue) -> {
            if (wasFirst) queue.free().release();
            return queue.users() == 1 ? null : queue.with(-1);
        });
    }
}
