package dev.muster.kit.timer;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks what is due, again and again: when the next thing is, when there is news, and every second in any case, for
/// the clock may be set while nobody looks.
public final class Watch implements AutoCloseable {
    /// The longest pause.
    public static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final String name;
    private final Look look;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;

    /// Does what is due.
    @FunctionalInterface
    public interface Look {
        /// Looks, and says how long it is until there is more to do.
        Duration look() throws InterruptedException;
    }

    public Watch(String name, Look look) {
        this.name = name;
        this.look = look;
        thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Has it look at once.
    public void wake() {
        news.release();
    }

    private void run() {
        try {
            while (true) {
                news.drainPermits();
                Duration pause = LOOK_AGAIN;
                try {
                    pause = look.look();
                } catch (RuntimeException e) {
                    LOG.error("{} could not be looked after, and are looked after again", name, e);
                }
                long most = Math.min(pause.toMillis(), LOOK_AGAIN.toMillis());
                var _ = news.tryAcquire(Math.max(0, most) + 1, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            LOG.debug("no more {}", name);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
