package dev.muster.relay.push;

import dev.muster.kit.outside.Poster;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.relay.live.Live;
import dev.muster.relay.live.Subscriptions;
import dev.muster.relay.policy.Allowance;
import dev.muster.relay.policy.PushSubscription;
import dev.muster.relay.policy.PushTerms;
import dev.muster.relay.policy.Visibility;
import dev.muster.relay.store.EventStore;
import dev.muster.relay.store.Scan;
import dev.muster.relay.store.Selection;
import dev.muster.relay.store.StoredEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells other servers of new events, as people have asked by push subscriptions (NIP-9a).
///
/// What it knows belongs to its own thread.
public final class Pushes implements AutoCloseable {
    private static final int MOST_SUBSCRIPTIONS = 100_000;

    /// More than one may have, for some may not be fulfilled.
    private static final int MOST_READ = 1000;

    // Of one subscription: enough for a lively chat, too little for a flood.
    private static final int PER_SECOND = 2;
    private static final int BURST = 60;

    /// After these, what the store has of an author's may be something else.
    private static final Filter NEWS = Filter.ALL.kinds(Kind.PUSH_SUBSCRIPTION, Kind.DELETION, Kind.REQUEST_TO_VANISH);

    private static final Logger LOG = LoggerFactory.getLogger(Pushes.class);

    private final Surroundings relay;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("relay-push").daemon().factory(),
            // Whoever brings news while we are closing need not know.
            new ThreadPoolExecutor.DiscardPolicy());
    private final ExecutorService carriers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("push ", 0).factory());
    private final Subscriptions index;
    private final Allowance rate;
    private final Meters meters;
    private final Callback.Post post;
    private final Map<PublicKey, List<Fulfilled>> byAuthor = new HashMap<>();

    /// Their names, for all threads to see.
    private final Map<PublicKey, Set<String>> names = new ConcurrentHashMap<>();

    /// The names of those that are on their way into the store: one author may send several at once.
    private final Map<PublicKey, Map<EventId, String>> reserved = new HashMap<>();

    /// What they work with.
    ///
    /// @param terms those in force at the moment
    /// @param url what the relay is called by
    public record Surroundings(
            EventStore store,
            Live live,
            Poster poster,
            Supplier<PushTerms> terms,
            URI url,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry metrics) {}

    private record Fulfilled(Callback callback, Subscriptions.Subscription indexed) {
        PushSubscription subscription() {
            return callback.subscription();
        }
    }

    public Pushes(Surroundings relay) {
        this(relay, Callback.Pauses.USUAL);
    }

    Pushes(Surroundings relay, Callback.Pauses pauses) {
        this.relay = relay;
        rate = new Allowance(PER_SECOND, BURST, relay.clock());
        meters = new Meters(relay.metrics());
        post = new Callback.Post(relay.poster(), carriers, pauses, relay.random(), meters, this::gone);
        index = relay.live().of(thread);
        thread.execute(() -> {
            var news = new Selection(List.of(NEWS), Set.of(), 0);
            var _ = index.add(List.of(news), (_, event, _) -> hear(event));
        });
        readAgain();
    }

    /// Keeps room for this subscription until it is [released][#release], and says why if there is none.
    public Optional<String> reserve(Event subscription) {
        PublicKey author = subscription.author();
        String name = subscription.tags().identifier();
        int most = relay.terms().get().perAuthor();
        synchronized (reserved) {
            Map<EventId, String> underWay = reserved.getOrDefault(author, Map.of());
            var theirs = new HashSet<>(names.getOrDefault(author, Set.of()));
            theirs.addAll(underWay.values());
            if (!theirs.contains(name)) {
                if (theirs.size() >= most)
                    return Optional.of("blocked: one may have " + most + " push subscriptions here; delete one first");
                if (meters.subscriptions().get() >= MOST_SUBSCRIPTIONS)
                    return Optional.of("rate-limited: this relay has as many push subscriptions as it can fulfil");
            }
            reserved.computeIfAbsent(author, _ -> new HashMap<>()).put(subscription.id(), name);
        }
        return Optional.empty();
    }

    /// The store has decided: what it has taken counts by itself, as soon as its author's were read again.
    public void release(Event subscription) {
        thread.execute(() -> {
            synchronized (reserved) {
                Map<EventId, String> underWay = reserved.getOrDefault(subscription.author(), new HashMap<>());
                underWay.remove(subscription.id());
                if (underWay.isEmpty()) reserved.remove(subscription.author());
            }
        });
    }

    /// Reads from the store what is to be fulfilled, by the terms that are in force now.
    public void readAgain() {
        thread.execute(() -> {
            Map<PublicKey, List<Event>> stored = new HashMap<>();
            byAuthor.keySet().forEach(author -> stored.put(author, List.of()));
            for (Event event : stored(Filter.ALL.kinds(Kind.PUSH_SUBSCRIPTION), MOST_SUBSCRIPTIONS)) {
                stored.merge(event.author(), List.of(event), Pushes::joined);
            }
            stored.forEach(this::fulfil);
        });
    }

    private static List<Event> joined(List<Event> some, List<Event> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    // On its own thread

    private void hear(Event event) {
        PublicKey author = event.author();
        if (event.kind() == Kind.PUSH_SUBSCRIPTION || byAuthor.containsKey(author)) readAgain(author);
    }

    private void readAgain(PublicKey author) {
        fulfil(author, stored(Filter.ALL.kinds(Kind.PUSH_SUBSCRIPTION).authors(List.of(author)), MOST_READ));
    }

    /// Newest first.
    private List<Event> stored(Filter filter, int most) {
        var events = new ArrayList<Event>();
        var selection = new Selection(List.of(filter), Visibility.HIDDEN, most);
        try (Scan scan = relay.store().scan(List.of(selection), relay.store().lastCommitted())) {
            for (StoredEvent event = scan.next(); event != null; event = scan.next()) {
                events.add(Event.parse(event.json()));
            }
        }
        return events;
    }

    /// From now on these, of one author. What was fulfilled before and still is goes on undisturbed.
    private void fulfil(PublicKey author, List<Event> events) {
        PushTerms terms = relay.terms().get();
        List<Fulfilled> before = byAuthor.getOrDefault(author, List.of());
        var now = new ArrayList<Fulfilled>();
        for (Event event : events) {
            if (now.size() == terms.perAuthor()) break;
            read(terms, event)
                    .ifPresent(subscription -> now.add(before.stream()
                            .filter(old -> old.subscription().equals(subscription))
                            .findFirst()
                            .orElseGet(() -> start(subscription))));
        }
        for (Fulfilled old : before) if (!now.contains(old)) stop(old);
        meters.subscriptions().addAndGet(now.size() - before.size());
        if (now.isEmpty()) {
            byAuthor.remove(author);
            names.remove(author);
        } else {
            byAuthor.put(author, now);
            var theirs = new HashSet<String>();
            for (Fulfilled each : now) theirs.add(each.subscription().name());
            names.put(author, Set.copyOf(theirs));
        }
    }

    /// Terms may have become stricter since it was stored.
    private static Optional<PushSubscription> read(PushTerms terms, Event event) {
        try {
            return Optional.of(terms.read(event));
        } catch (IllegalArgumentException notFulfilled) {
            return Optional.empty();
        }
    }

    private Fulfilled start(PushSubscription subscription) {
        var callback = new Callback(subscription, post);
        return new Fulfilled(
                callback, index.add(subscription.wanted(), (_, event, json) -> tell(callback, event, json)));
    }

    private void stop(Fulfilled old) {
        index.remove(old.indexed());
        old.callback().stop();
    }

    private void tell(Callback callback, Event event, byte[] json) {
        PushSubscription subscription = callback.subscription();
        if (subscription.until() <= relay.clock().instant().getEpochSecond() || subscription.ignores(event)) return;
        if (!subscription.onlyOffline()) {
            offer(callback, event, json);
            return;
        }
        relay.live().ask(subscription.author(), event, isReached -> {
            if (!isReached) offer(callback, event, json);
        });
    }

    private void offer(Callback callback, Event event, byte[] json) {
        PushSubscription subscription = callback.subscription();
        if (rate.take(subscription.author().hex() + subscription.name())) {
            callback.offer(Notice.of(subscription, event, json, relay.url()));
        } else {
            meters.count("dropped");
        }
    }

    // On a carrier's thread

    private void gone(PushSubscription subscription) {
        LOG.info("a push subscription is removed: its callback says that it is no more");
        try {
            relay.store().remove(subscription.id());
        } catch (RuntimeException e) {
            LOG.warn("a push subscription could not be removed, and stays until its callback says so again", e);
        }
        thread.execute(() -> readAgain(subscription.author()));
    }

    /// Tells nobody any more, and gives up what is under way.
    @Override
    public void close() {
        // Not interrupted: it may be reading the store.
        thread.getQueue().clear();
        thread.shutdown();
        carriers.shutdownNow();
        try {
            // Neither may still be reading the store when that closes.
            while (!thread.awaitTermination(1, TimeUnit.SECONDS) || !carriers.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.debug("pushes are still ending");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
