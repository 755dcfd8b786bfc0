package dev.muster.relay.session;

import dev.muster.relay.store.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What the conversations count. Labels are the prefixes of answers, never anything that a client said.
public final class Meters {
    private final MeterRegistry registry;
    private final Counter accepted;
    private final Counter passedOn;
    private final Counter duplicates;
    private final Counter delivered;
    private final Counter requests;
    private final Counter counts;
    private final Counter syncs;
    private final Counter authenticated;
    private final Timer queries;
    private final AtomicInteger subscriptions;
    private final Map<String, Counter> refused = new ConcurrentHashMap<>();
    private final Map<String, Counter> closed = new ConcurrentHashMap<>();

    public Meters(MeterRegistry registry) {
        this.registry = registry;
        accepted = registry.counter("relay.events.accepted");
        passedOn = registry.counter("relay.events.ephemeral");
        duplicates = registry.counter("relay.events.duplicate");
        delivered = registry.counter("relay.events.delivered");
        requests = registry.counter("relay.requests");
        counts = registry.counter("relay.counts");
        syncs = registry.counter("relay.syncs");
        authenticated = registry.counter("relay.authenticated");
        queries = Timer.builder("relay.query.time")
                .description("from a request to its EOSE")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        subscriptions = new AtomicInteger();
        registry.gauge("relay.subscriptions", subscriptions);
    }

    public int subscriptions() {
        return subscriptions.get();
    }

    AtomicInteger openSubscriptions() {
        return subscriptions;
    }

    Timer queries() {
        return queries;
    }

    void request() {
        requests.increment();
    }

    void count() {
        counts.increment();
    }

    void sync() {
        syncs.increment();
    }

    void delivered(int events) {
        delivered.increment(events);
    }

    void authenticated() {
        authenticated.increment();
    }

    void passedOn() {
        passedOn.increment();
    }

    void duplicate() {
        duplicates.increment();
    }

    /// An event was refused.
    void refused(String reason) {
        refused.computeIfAbsent(prefix(reason), prefix -> registry.counter("relay.events.refused", "reason", prefix))
                .increment();
    }

    /// A request, count or sync was refused.
    void closed(String reason) {
        closed.computeIfAbsent(prefix(reason), prefix -> registry.counter("relay.requests.refused", "reason", prefix))
                .increment();
    }

    void decided(Outcome outcome) {
        switch (outcome) {
            case Outcome.Stored _ -> accepted.increment();
            case Outcome.Duplicate _ -> duplicates.increment();
            case Outcome.Outdated _ -> refused("duplicate");
            case Outcome.Deleted _, Outcome.MailboxFull _ -> refused("blocked");
            case Outcome.Failed _ -> refused("error");
        }
    }

    private static String prefix(String reason) {
        int colon = reason.indexOf(':');
        return colon < 0 ? reason : reason.substring(0, colon);
    }
}
