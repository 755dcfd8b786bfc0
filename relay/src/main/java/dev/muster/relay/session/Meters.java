package dev.muster.relay.session;

import dev.muster.relay.store.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What the conversations count. Labels are the prefixes of answers, never anything that a client said.
public final class Meters {
    private static final String PREFIX = "muster.relay.";

    private final MeterRegistry metrics;
    private final Counter accepted;
    private final Counter passedOn;
    private final Counter duplicates;
    private final Counter delivered;
    private final Counter requests;
    private final Counter counts;
    private final Counter syncs;
    private final Counter authenticated;
    private final Timer queries;
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final Map<String, Counter> refused = new ConcurrentHashMap<>();
    private final Map<String, Counter> closed = new ConcurrentHashMap<>();

    public Meters(MeterRegistry metrics) {
        this.metrics = metrics;
        accepted = counter("events.accepted", "Events stored, each after it was synced to disk");
        passedOn = counter("events.ephemeral", "Ephemeral events passed on");
        duplicates = counter("events.duplicate", "Events that were here already");
        delivered = counter("events.delivered", "Events sent to clients, stored ones and new ones");
        requests = counter("requests", "REQs");
        counts = counter("counts", "COUNTs");
        syncs = counter("syncs", "NEG-OPENs");
        authenticated = counter("authenticated", "Keys that clients have shown to be theirs");
        queries = Timer.builder(PREFIX + "query.time")
                .description("From a REQ to its EOSE")
                .publishPercentiles(0.5, 0.99)
                .register(metrics);
        Gauge.builder(PREFIX + "subscriptions", subscriptions, AtomicInteger::get)
                .description("Open subscriptions")
                .register(metrics);
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tags(tags)
                .register(metrics);
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
        refused.computeIfAbsent(prefix(reason), prefix -> counter("events.refused", "Events refused", "reason", prefix))
                .increment();
    }

    /// A request, count or sync was refused.
    void closed(String reason) {
        closed.computeIfAbsent(
                        prefix(reason),
                        prefix -> counter("requests.refused", "REQs, COUNTs and NEG-OPENs refused", "reason", prefix))
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
