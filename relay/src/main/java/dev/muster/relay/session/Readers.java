package dev.muster.relay.session;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The threads that read the store, so that no event loop ever waits for a disk.
public final class Readers implements Executor, AutoCloseable {
    /// An open scan pins what it reads in memory. Scans last for milliseconds; so many at once are slow readers.
    private static final int MOST_SCANS = 1000;

    private static final int MOST_WAITING = 20_000;

    private final ThreadPoolExecutor threads;
    private final AtomicInteger scans = new AtomicInteger();

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

    /// Takes the right to have one more scan open, if there is one.
    boolean startScan() {
        if (scans.incrementAndGet() <= MOST_SCANS) return true;
        scans.decrementAndGet();
        return false;
    }

    void endScan() {
        scans.decrementAndGet();
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
