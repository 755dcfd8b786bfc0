package dev.muster.relay.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What pushes count: never whose they are.
final class Meters {
    private final MeterRegistry metrics;
    private final Map<String, Counter> outcomes = new ConcurrentHashMap<>();
    private final AtomicInteger subscriptions = new AtomicInteger();

    Meters(MeterRegistry metrics) {
        this.metrics = metrics;
        Gauge.builder("muster.relay.push.subscriptions", subscriptions, AtomicInteger::get)
                .description("Push subscriptions that are fulfilled")
                .register(metrics);
    }

    AtomicInteger subscriptions() {
        return subscriptions;
    }

    /// Counts what became of one.
    ///
    /// @param outcome taken, refused, gone, late, again (an attempt that will be repeated), dropped (one too many)
    void count(String outcome) {
        outcomes.computeIfAbsent(
                        outcome,
                        each -> Counter.builder("muster.relay.pushes")
                                .description("What became of attempts to tell other servers of events")
                                .tag("outcome", each)
                                .register(metrics))
                .increment();
    }
}
