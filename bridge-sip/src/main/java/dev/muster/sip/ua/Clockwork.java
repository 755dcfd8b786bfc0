package dev.muster.sip.ua;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Has things happen later, in the mailbox of whom they concern.
final class Clockwork implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    Clockwork() {
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("sip-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /// What is to happen, unless it is taken back by [#stop].
    record Later(Future<?> task) {}

    Later after(Duration time, Mailbox mailbox, Runnable task) {
        try {
            return new Later(timer.schedule(() -> mailbox.put(task), time.toNanos(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException closed) {
            return new Later(CompletableFuture.completedFuture(null));
        }
    }

    static void stop(@Nullable Later later) {
        if (later != null) later.task().cancel(false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
