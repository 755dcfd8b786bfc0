package dev.muster.nostr.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.client.ScriptedRelay.Peer;
import dev.muster.nostr.event.ClientAuthentication;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.RelayMessage;
import dev.muster.nostr.message.RelayMessage.Challenge;
import dev.muster.nostr.message.RelayMessage.Closed;
import dev.muster.nostr.message.RelayMessage.Counted;
import dev.muster.nostr.message.RelayMessage.EndOfStored;
import dev.muster.nostr.message.RelayMessage.Matched;
import dev.muster.nostr.message.RelayMessage.Ok;
import dev.muster.nostr.message.RelayMessage.SyncError;
import dev.muster.nostr.message.RelayMessage.SyncMessage;
import dev.muster.nostr.message.SubscriptionId;
import dev.muster.nostr.negentropy.NegentropyServer;
import dev.muster.nostr.negentropy.RecordArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/// A relay that behaves, in memory: what it was told outlives its connections.
public final class SmallRelay implements ScriptedRelay.Script {
    private static final Comparator<Event> NEWEST_FIRST =
            Comparator.comparingLong(Event::createdAt).reversed().thenComparing(Event::id);

    private final Set<Event> stored = new ConcurrentSkipListSet<>(NEWEST_FIRST);
    private final Map<Peer, Map<SubscriptionId, List<Filter>>> open = new ConcurrentHashMap<>();
    private final Map<SubscriptionId, NegentropyServer> syncs = new ConcurrentHashMap<>();
    private int cap = Integer.MAX_VALUE;
    private boolean hints = true;
    private boolean syncable = true;
    private final AtomicInteger sent = new AtomicInteger();
    private boolean demandsAuth;
    private volatile Optional<String> refusal = Optional.empty();
    private final AtomicInteger publishes = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger patience = new AtomicInteger(Integer.MAX_VALUE);

    /// Sends no more than so many events for one request.
    public SmallRelay cap(int events) {
        cap = events;
        return this;
    }

    /// Knows nothing of NIP-67.
    SmallRelay withoutHints() {
        hints = false;
        return this;
    }

    /// Knows nothing of NIP-77.
    public SmallRelay withoutSync() {
        syncable = false;
        return this;
    }

    /// How many events it has sent.
    public int sent() {
        return sent.get();
    }

    /// Drops the next connection after so many messages.
    public SmallRelay dropAfter(int messages) {
        patience.set(messages);
        return this;
    }

    public SmallRelay demandingAuth() {
        demandsAuth = true;
        return this;
    }

    /// Takes no event any more, and says why; an empty reason is silence.
    public SmallRelay refusing(String reason) {
        refusal = Optional.of(reason);
        return this;
    }

    /// Takes events again.
    public void takingAll() {
        refusal = Optional.empty();
    }

    /// How often it was given an event.
    public int publishes() {
        return publishes.get();
    }

    /// How many requests there were.
    public int requests() {
        return requests.get();
    }

    public Set<Event> stored() {
        return stored;
    }

    public int openSubscriptions() {
        return open.values().stream().mapToInt(Map::size).sum();
    }

    /// Takes an event in as if from another client.
    public synchronized void take(Event event) {
        stored.add(event);
        open.forEach((peer, subscriptions) -> subscriptions.forEach((id, filters) -> {
            if (matches(filters, event)) sayIfThere(peer, new Matched(id, event));
        }));
    }

    /// A client that has just gone hears of the event when it comes back.
    private void sayIfThere(Peer peer, RelayMessage message) {
        try {
            say(peer, message);
        } catch (UncheckedIOException gone) {
            open.remove(peer);
        }
    }

    @Override
    public void play(Peer peer) throws IOException {
        open.put(peer, new ConcurrentHashMap<>());
        try {
            String challenge = "challenge " + System.nanoTime();
            if (demandsAuth) say(peer, new Challenge(challenge));
            boolean known = !demandsAuth;
            int messages = patience.getAndSet(Integer.MAX_VALUE);
            for (Optional<String> text = peer.hear(); text.isPresent() && messages > 0; text = peer.hear()) {
                messages--;
                var message = ClientMessage.parse(text.get().getBytes(UTF_8));
                known |= answer(peer, message, challenge, known);
            }
        } finally {
            open.remove(peer);
        }
    }

    /// Whether the client has said who it is.
    private synchronized boolean answer(Peer peer, ClientMessage message, String challenge, boolean known) {
        switch (message) {
            case ClientMessage.Publish(var event)
            when known && refusal.isPresent() -> {
                publishes.incrementAndGet();
                refusal.filter(reason -> !reason.isEmpty())
                        .ifPresent(reason -> say(peer, new Ok(event.id(), false, reason)));
            }
            case ClientMessage.Publish(var event)
            when known -> {
                publishes.incrementAndGet();
                boolean isNew = !stored.contains(event);
                take(event);
                say(peer, new Ok(event.id(), true, isNew ? "" : "duplicate: already have this event"));
            }
            case ClientMessage.Publish(var event) ->
                say(peer, new Ok(event.id(), false, "auth-required: who are you?"));
            case ClientMessage.Subscribe(var id, var filters) when known -> send(peer, id, filters);
            case ClientMessage.Subscribe(var id, var _) -> say(peer, new Closed(id, "auth-required: who are you?"));
            case ClientMessage.Close(var id) -> subscriptions(peer).remove(id);
            case ClientMessage.Count(var id, var filters)
            when known ->
                say(
                        peer,
                        new Counted(
                                id,
                                stored.stream()
                                        .filter(event -> matches(filters, event))
                                        .count(),
                                false));
            case ClientMessage.Count(var id, var _) -> say(peer, new Closed(id, "auth-required: who are you?"));
            case ClientMessage.Authenticate(var event) -> {
                var flaw = ClientAuthentication.flaw(event, relayOf(event), challenge, Instant.now());
                say(
                        peer,
                        new Ok(
                                event.id(),
                                flaw.isEmpty(),
                                flaw.map(why -> "invalid: " + why).orElse("")));
                return flaw.isEmpty();
            }
            case ClientMessage.OpenSync(var id, var _, var _)
            when !syncable -> say(peer, new SyncError(id, "error: what is that?", OptionalLong.empty()));
            case ClientMessage.OpenSync(var id, var filter, var question)
            when known -> {
                var records = RecordArray.builder();
                for (Event event : stored) if (filter.matches(event)) records.add(event.createdAt(), event.id());
                syncs.put(id, new NegentropyServer(records.build(), 4096));
                sync(peer, id, question);
            }
            case ClientMessage.OpenSync(var id, var _, var _) ->
                say(peer, new SyncError(id, "auth-required: who are you?", OptionalLong.empty()));
            case ClientMessage.ContinueSync(var id, var question) -> sync(peer, id, question);
            case ClientMessage.CloseSync(var id) -> syncs.remove(id);
            case ClientMessage.BadEvent _,
                    ClientMessage.BadRequest _,
                    ClientMessage.BadSync _,
                    ClientMessage.Unreadable _ -> throw new AssertionError("a client of ours says " + message);
        }
        return false;
    }

    private void sync(Peer peer, SubscriptionId id, byte[] question) {
        NegentropyServer server = syncs.get(id);
        if (server == null) say(peer, new SyncError(id, "closed: there is no such sync", OptionalLong.empty()));
        else say(peer, new SyncMessage(id, server.reconcile(question)));
    }

    int openSyncs() {
        return syncs.size();
    }

    private static URI relayOf(Event answer) {
        return URI.create(answer.tags().value("relay").orElseThrow());
    }

    private void send(Peer peer, SubscriptionId id, List<Filter> filters) {
        requests.incrementAndGet();
        subscriptions(peer).put(id, filters);
        var matching = stored.stream().filter(event -> matches(filters, event)).toList();
        int most = Math.min(
                cap,
                filters.stream()
                        .mapToInt(filter -> filter.limit().orElse(cap))
                        .max()
                        .orElseThrow());
        matching.stream().limit(most).forEach(event -> say(peer, new Matched(id, event)));
        Set<String> hint = !hints ? Set.of() : Set.of(matching.size() <= most ? EndOfStored.FINISH : EndOfStored.MORE);
        say(peer, new EndOfStored(id, hint));
    }

    private Map<SubscriptionId, List<Filter>> subscriptions(Peer peer) {
        return open.getOrDefault(peer, new ConcurrentHashMap<>());
    }

    private static boolean matches(List<Filter> filters, Event event) {
        return filters.stream().anyMatch(filter -> filter.matches(event));
    }

    private void say(Peer peer, RelayMessage message) {
        if (message instanceof Matched) sent.incrementAndGet();
        peer.say(message.json());
    }
}
