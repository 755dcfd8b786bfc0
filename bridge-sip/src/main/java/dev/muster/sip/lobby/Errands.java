package dev.muster.sip.lobby;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is to be done about somebody, one after the other, on a thread of their own.
final class Errands {
    private static final Logger LOG = LoggerFactory.getLogger(Errands.class);

    /// A caller presses a key now and then. Should nobody deal with that, there is an end to it.
    private static final int MOST_WAITING = 1000;

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration TO_END = Duration.ofSeconds(2);

    private final Owner owner;
    private final Thread thread = Thread.ofVirtual().name("caller").unstarted(this::run);
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(MOST_WAITING);

    /// Whose they are. All of it is asked on their thread.
    interface Owner {
        /// A second has passed in which nothing else happened.
        void look();

        boolean isOver();

        /// It can't go on so.
        void breaks();
    }

    Errands(Owner owner) {
        this.owner = owner;
    }

    void start() {
        thread.start();
    }

    void soon(Runnable what) {
        if (!waiting.offer(what)) LOG.warn("a caller does more than can be dealt with");
    }

    private void run() {
        try {
            while (!owner.isOver()) {
                Runnable next = waiting.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) next.run();
                else owner.look();
            }
        } catch (InterruptedException e) {
            LOG.debug("a caller isn't looked after any more");
        } catch (RuntimeException e) {
            LOG.error("a caller can't be looked after any more", e);
            owner.breaks();
        }
    }

    void awaitEnd() throws InterruptedException {
        if (!thread.join(TO_END)) LOG.warn("a caller is still there");
    }
}
