package dev.muster.nostr.client;

import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The same subscription at several relays: a virtual thread each carries over what is new.
///
/// If the consumer is too slow those threads wait, then each relay's own buffer fills up.
final class MergedSubscription implements Subscription {
    private final Buffer buffer;

    // Guarded by this.
    private final RecentIds delivered;
    private List<Subscription> parts = List.of();
    private int catchingUp;
    private int open;
    private boolean complete = true;
    private boolean announced;

    MergedSubscription(Limits limits) {
        buffer = new Buffer(limits.bufferBytes(), () -> {});
        delivered = new RecentIds(limits.rememberedIds());
    }

    /// @param patience how long to wait for stored events before they are said to have ended
    synchronized void merge(List<Subscription> parts, Duration patience) {
        this.parts = parts;
        catchingUp = open = parts.size();
        for (Subscription part : parts) Thread.ofVirtual().start(() -> carryOver(part));
        CompletableFuture.delayedExecutor(patience.toNanos(), TimeUnit.NANOSECONDS)
                .execute(() -> announce(false));
    }

    private void carryOver(Subscription part) {
        boolean caughtUp = false;
        try {
            while (true) {
                switch (part.next()) {
                    case Arrived arrived -> {
                        if (isNew(arrived)) buffer.put(arrived);
                    }
                    case EndOfStored(var all) -> {
                        caughtUp = true;
                        caughtUp(all);
                    }
                    case Ended(var reason) -> {
                        if (!caughtUp) caughtUp(false);
                        ended(reason);
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isNew(Arrived arrived) {
        return delivered.add(arrived.event().id());
    }

    private synchronized void caughtUp(boolean all) {
        complete &= all;
        if (--catchingUp == 0) announce(complete);
    }

    private synchronized void announce(boolean all) {
        if (announced) return;
        announced = true;
        buffer.offer(new EndOfStored(all));
    }

    private synchronized void ended(String reason) {
        if (--open == 0) buffer.end(reason);
    }

    @Override
    public Incoming next() throws InterruptedException {
        return buffer.next();
    }

    @Override
    public Optional<Incoming> next(Duration patience) throws InterruptedException {
        return buffer.next(patience);
    }

    @Override
    public synchronized void close() {
        buffer.end("closed");
        buffer.clear();
        parts.forEach(Subscription::close);
    }
}
