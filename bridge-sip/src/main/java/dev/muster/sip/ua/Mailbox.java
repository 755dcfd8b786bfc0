package dev.muster.sip.ua;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is to happen to one call, one thing after the other.
final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    /// A call has a few things to do at a time. A peer that sends more within one is not listened to for now.
    private static final int MOST = 1_000;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    void put(Runnable task) {
        if (waiting.get() >= MOST) {
            LOG.warn("too much happens in a call at once: something is left out");
            return;
        }
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) Thread.ofVirtual().name("sip-call").start(this::empty);
    }

    private void empty() {
        do {
            Runnable task = tasks.remove();
            try {
                task.run();
            } catch (RuntimeException e) {
                // Its message may hold a number.
                LOG.error("something in a call failed: {}", e.getClass().getName());
                LOG.debug("where it failed: {}", Arrays.toString(e.getStackTrace()));
            }
        } while (waiting.decrementAndGet() > 0);
    }
}
