package dev.muster.nostr.client;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Several relays as one: what any of them has counts, and one that is dead holds up nobody.
public final class Relays implements AutoCloseable {
    private static final Comparator<Event> NEWEST_FIRST =
            Comparator.comparingLong(Event::createdAt).reversed().thenComparing(Event::id);

    private final List<RelayClient> clients;

    /// The clients are closed with it.
    public Relays(List<RelayClient> clients) {
        if (clients.isEmpty()) throw new IllegalArgumentException("expected at least one relay");
        this.clients = List.copyOf(clients);
    }

    /// What several relays had stored.
    ///
    /// @param events each once, the newest first
    /// @param endings why each relay had no more
    public record Gathered(List<Event> events, Map<URI, Fetched.Ending> endings) {
        public Gathered {
            events = List.copyOf(events);
            endings = Map.copyOf(endings);
        }
    }

    /// Publishes to all at once and waits for the word of each.
    public Map<URI, Outcome> publish(Event event) throws InterruptedException {
        return each(client -> client.publish(event));
    }

    /// Publishes to all at once and waits so long for the word of each.
    public Map<URI, Outcome> publish(Event event, Duration patience) throws InterruptedException {
        return each(client -> client.publish(event, patience));
    }

    /// What matches at any of them, each event once. [Incoming.EndOfStored] comes when all have sent what they had
    /// stored, or have taken longer than for any answer; [Incoming.Ended] when none is left.
    public Subscription subscribe(Filter... filters) {
        return subscribe(List.of(filters));
    }

    public Subscription subscribe(List<Filter> filters) {
        var merged = new MergedSubscription(clients.getFirst().limits());
        merged.merge(clients.stream().map(client -> client.subscribe(filters)).toList(), patience());
        return merged;
    }

    private Duration patience() {
        return clients.stream()
                .map(client -> client.timing().answer())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// What they send of what they have stored.
    public Gathered fetch(Filter... filters) throws InterruptedException {
        Map<URI, Fetched> fetched = each(client -> client.fetch(filters));
        var events = new LinkedHashMap<EventId, Event>();
        var endings = new LinkedHashMap<URI, Fetched.Ending>();
        fetched.forEach((relay, from) -> {
            for (Event event : from.events()) events.put(event.id(), event);
            endings.put(relay, from.ending());
        });
        return new Gathered(events.values().stream().sorted(NEWEST_FIRST).toList(), endings);
    }

    @Override
    public void close() {
        clients.forEach(RelayClient::close);
    }

    private interface Call<T> {
        T on(RelayClient client) throws InterruptedException;
    }

    private <T> Map<URI, T> each(Call<T> call) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new LinkedHashMap<URI, Future<T>>();
            for (RelayClient client : clients) calls.put(client.relay(), threads.submit(() -> call.on(client)));
            var results = new LinkedHashMap<URI, T>();
            for (var answer : calls.entrySet())
                results.put(answer.getKey(), answer.getValue().get());
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
