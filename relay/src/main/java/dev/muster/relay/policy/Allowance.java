package dev.muster.relay.policy;

import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How often each address may do something: so many times at once, and so many a second in the long run.
///
/// An address is remembered only while it has used something up, so there are never more of them than take part.
public final class Allowance {
    private static final int SWEEP_EVERY = 10_000;

    private final int perSecond;
    private final int burst;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, Used> byAddress = new ConcurrentHashMap<>();
    private final AtomicInteger newAddresses = new AtomicInteger();

    /// What is used up at `millis`; it comes back with time.
    private record Used(double amount, long millis) {
        double at(long now, int perSecond) {
            return Math.max(0, amount - (now - millis) / 1000.0 * perSecond);
        }
    }

    /// @param perSecond zero for any number
    public Allowance(int perSecond, int burst, InstantSource clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
    }

    /// Takes one of what this address has left, if it has any.
    public boolean take(String address) {
        if (perSecond == 0) return true;
        long now = clock.millis();
        if (newAddresses.get() >= SWEEP_EVERY) forgetTheRested(now);
        var answer = new Object() {
            boolean taken;
        };
        byAddress.compute(address, (_, before) -> {
            if (before == null) newAddresses.incrementAndGet();
            double used = before == null ? 0 : before.at(now, perSecond);
            answer.taken = used + 1 <= burst;
            return new Used(answer.taken ? used + 1 : used, now);
        });
        return answer.taken;
    }

    private void forgetTheRested(long now) {
        newAddresses.set(0);
        byAddress.values().removeIf(used -> used.at(now, perSecond) == 0);
    }

    int remembered() {
        return byAddress.size();
    }
}
