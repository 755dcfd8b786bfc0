package dev.muster.sip.mix;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has all rooms mixed every 20 ms, and whatever else makes audio by itself.
public final class Beat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Beat.class);

    private static final long EVERY = Duration.ofMillis(20).toNanos();

    /// What was missed is made up for, so that nobody's audio piles up; but after a pause as long as that (a machine
    /// that
    /// slept), it goes on from now.
    private static final long MOST_MISSED = 10 * EVERY;

    private final List<Runnable> followers = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean isOver;

    public Beat() {
        thread = Thread.ofPlatform().name("audio-beat").daemon().unstarted(this::run);
        thread.start();
    }

    /// Has something done at each beat, such as a room mixed. It must not wait for anything.
    public Following with(Runnable follower) {
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    /// Follows the beat until it is closed.
    @FunctionalInterface
    public interface Following extends AutoCloseable {
        @Override
        void close();
    }

    private void run() {
        long next = System.nanoTime();
        while (!isOver) {
            followers.forEach(this::beat);
            next += EVERY;
            long now = System.nanoTime();
            if (now - next > MOST_MISSED) next = now;
            while (!isOver && next - System.nanoTime() > 0) LockSupport.parkNanos(this, next - System.nanoTime());
        }
    }

    /// What fails once would fail fifty times a second.
    private void beat(Runnable follower) {
        try {
            follower.run();
        } catch (RuntimeException e) {
            followers.remove(follower);
            LOG.error("what makes audio has failed, and is silent from now on", e);
        }
    }

    @Override
    public void close() {
        isOver = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
