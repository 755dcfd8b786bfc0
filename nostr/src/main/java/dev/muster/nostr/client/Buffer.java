package dev.muster.nostr.client;

import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.Ended;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What has come for a consumer and was not taken yet, up to so many bytes of events, but always one of them.
final class Buffer {
    private final int capacity;
    private final Runnable onRoom;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Incoming> queue = new ArrayDeque<>();
    private long bytes;
    private boolean awaited;
    private @Nullable Ended end;

    /// @param onRoom called when something was taken after an offer was refused
    Buffer(int capacity, Runnable onRoom) {
        this.capacity = capacity;
        this.onRoom = onRoom;
    }

    /// Whether there was room for it. What comes after the end is taken and dropped.
    boolean offer(Incoming incoming) {
        lock.lock();
        try {
            if (end != null) return true;
            if (bytes > 0 && bytes + size(incoming) > capacity) {
                awaited = true;
                return false;
            }
            queue.add(incoming);
            bytes += size(incoming);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there is room for it.
    void put(Incoming incoming) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!offer(incoming)) changed.await();
        } finally {
            lock.unlock();
        }
    }

    /// What is in here can still be taken; then comes the end.
    void end(String reason) {
        lock.lock();
        try {
            if (end == null) end = new Ended(reason);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            queue.clear();
            bytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Incoming next() throws InterruptedException {
        while (true) {
            Optional<Incoming> next = next(Duration.ofDays(1));
            if (next.isPresent()) return next.get();
        }
    }

    Optional<Incoming> next(Duration patience) throws InterruptedException {
        boolean tell;
        Incoming next;
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (queue.isEmpty() && end == null) {
                if (left <= 0) return Optional.empty();
                left = changed.awaitNanos(left);
            }
            next = queue.poll();
            if (next == null) return Optional.ofNullable(end);
            bytes -= size(next);
            tell = awaited;
            awaited = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (tell) onRoom.run();
        return Optional.of(next);
    }

    private static int size(Incoming incoming) {
        return incoming instanceof Arrived(var event) ? event.jsonLength() : 0;
    }
}
