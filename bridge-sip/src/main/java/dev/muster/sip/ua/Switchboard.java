package dev.muster.sip.ua;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What all calls share, and which there are.
final class Switchboard {
    private final Wire wire;
    private final Clockwork clockwork;
    private final CallListener listener;
    private final Optional<Sleepers> sleepers;
    private final int most;

    /// By Call-ID. A call that goes to several phones has several.
    private final Map<String, Call> calls = new ConcurrentHashMap<>();

    private final AtomicInteger active = new AtomicInteger();

    Switchboard(Wire wire, Clockwork clockwork, CallListener listener, Optional<Sleepers> sleepers, int most) {
        this.wire = wire;
        this.clockwork = clockwork;
        this.listener = listener;
        this.sleepers = sleepers;
        this.most = most;
    }

    Wire wire() {
        return wire;
    }

    Clockwork clockwork() {
        return clockwork;
    }

    CallListener listener() {
        return listener;
    }

    /// None: apps don't sleep, or nobody wakes them.
    Optional<Sleepers> sleepers() {
        return sleepers;
    }

    /// Whether there is room for one more. It counts until [#ended] or [#refused] in any case.
    boolean begins() {
        return active.incrementAndGet() <= most;
    }

    void refused() {
        active.decrementAndGet();
    }

    void connect(String callId, Call call) {
        calls.put(callId, call);
    }

    Optional<Call> call(String callId) {
        return Optional.ofNullable(calls.get(callId));
    }

    Iterable<Call> calls() {
        return calls.values();
    }

    int active() {
        return active.get();
    }

    /// It is remembered for a while, for who repeats himself has to be answered.
    void ended(Iterable<String> callIds, Mailbox mailbox) {
        if (active.decrementAndGet() == 0) {
            synchronized (this) {
                notifyAll();
            }
        }
        clockwork.after(wire.timing().linger(), mailbox, () -> callIds.forEach(calls::remove));
    }

    /// Waits until there is no call left, but not for ever.
    synchronized void awaitEnd(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toMillis(); active.get() > 0 && left > 0; left = millisUntil(end)) wait(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
}
