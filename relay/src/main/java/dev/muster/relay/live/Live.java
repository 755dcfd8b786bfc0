package dev.muster.relay.live;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.relay.store.Stored;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// Brings new events to the subscriptions of every event loop.
public final class Live {
    /// In place of a sequence, for what is only passed on.
    public static final long NOT_STORED = Long.MAX_VALUE;

    private final Map<Executor, Subscriptions> subscriptions = new ConcurrentHashMap<>();
    private final AtomicLong held = new AtomicLong();

    /// The subscriptions that belong to this thread.
    public Subscriptions of(Executor thread) {
        return subscriptions.computeIfAbsent(thread, _ -> new Subscriptions());
    }

    /// Counts what a subscription takes in memory, so that all together have their bound.
    public void hold(long bytes) {
        held.addAndGet(bytes);
    }

    public void release(long bytes) {
        held.addAndGet(-bytes);
    }

    /// About how many bytes all subscriptions take.
    public long held() {
        return held.get();
    }

    /// A commit has made these durable.
    public void committed(List<Stored> batch) {
        List<byte[]> json = batch.stream().map(stored -> stored.event().json()).toList();
        subscriptions.forEach((thread, own) -> thread.execute(() -> {
            for (int i = 0; i < batch.size(); i++) {
                Stored stored = batch.get(i);
                own.publish(stored.sequence(), stored.event(), json.get(i));
            }
        }));
    }

    /// Finds out whether an event concerns an open subscription of somebody who has authenticated as this person.
    public void ask(PublicKey person, Event event, Consumer<Boolean> answer) {
        var threads = Map.copyOf(subscriptions);
        var isReached = new AtomicBoolean();
        var missing = new AtomicInteger(threads.size());
        threads.forEach((thread, own) -> thread.execute(() -> {
            if (own.reach(person, event)) isReached.set(true);
            if (missing.decrementAndGet() == 0) answer.accept(isReached.get());
        }));
    }

    /// Passes on an event that is not kept, and says afterwards how many subscriptions it reached.
    public void pass(Event event, IntConsumer reached) {
        byte[] json = event.json();
        var threads = Map.copyOf(subscriptions);
        if (threads.isEmpty()) reached.accept(0);
        var total = new AtomicInteger();
        var missing = new AtomicInteger(threads.size());
        threads.forEach((thread, own) -> thread.execute(() -> {
            total.addAndGet(own.publish(NOT_STORED, event, json));
            if (missing.decrementAndGet() == 0) reached.accept(total.get());
        }));
    }
}
