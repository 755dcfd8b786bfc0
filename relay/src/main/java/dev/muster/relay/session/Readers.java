package dev.muster.relay.session;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The threads that read the store, so that no event loop ever waits for a disk.
public final class Readers implements Executor, AutoCloseable {
    /// After a restart every client asks at once.
    private static final int MOST_WAITING = 100_000;

    /// So much may have been read and wait to be sent, for all clients together.
    private static final long MOST_HELD = 256L << 20;

    private final ThreadPoolExecutor threads;
    private final AtomicLong held = new AtomicLong();

    public Readers(int size) {
        var number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                size,
                size,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                task -> Thread.ofPlatform()
                        .name("reader-" + number.incrementAndGet())
                        .daemon()
                        .unstarted(task));
    }

    /// @throws RejectedExecutionException when too much waits already
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /// Whether what was read may wait to be sent. Whoever may [#release]s it afterwards.
    boolean hold(long bytes) {
        if (held.addAndGet(bytes) <= MOST_HELD) return true;
        held.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    /// How much waits to be read.
    public int waiting() {
        return threads.getQueue().size();
    }

    /// Lets what runs come to its end.
    @Override
    public void close() {
        threads.close();
    }
}
