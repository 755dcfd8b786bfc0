package dev.muster.kit.inbox;

import dev.muster.nostr.client.Answer;
import dev.muster.nostr.client.Differences;
import dev.muster.nostr.client.Fetched;
import dev.muster.nostr.client.Incoming;
import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Subscription;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens at one relay for those who share a connection to it.
///
/// One virtual thread, for as long as there is an inbox, and another while there is more than the relay sends at once.
final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    /// So often we ask anew, so that a reconnect brings little.
    private static final Duration ASK_ANEW = Duration.ofHours(6);

    private static final Duration A_WHILE = Duration.ofMinutes(1);

    /// A relay that ends the subscription is asked again then.
    private static final Duration RETRY = Duration.ofSeconds(10);

    /// Every relay takes as many.
    private static final int IDS_AT_ONCE = 100;

    /// When strangers have so much to say, everybody waits.
    private static final int MOST_LATER = 10_000;

    private final RelayClient relay;
    private final Ear ear;
    private final Memory memory;
    private final InstantSource clock;
    private final Queue<SecretKey> newcomers = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile @Nullable Subscription open;

    // Owned by the thread that listens.
    private final List<PublicKey> keys;

    /// What is asked for at once.
    ///
    /// @param keys those of whom all is heard when the relay has sent what it has
    private record Asked(List<PublicKey> keys, List<Filter> filters) {}

    /// @param keys who the connection says that it is
    Listener(RelayClient relay, Collection<PublicKey> keys, Ear ear, Memory memory, InstantSource clock) {
        this.relay = relay;
        this.keys = new ArrayList<>(keys);
        this.ear = ear;
        this.memory = memory;
        this.clock = clock;
    }

    void start() {
        begin("inbox " + host(), this::listen);
    }

    private void begin(String name, Runnable work) {
        threads.removeIf(thread -> !thread.isAlive());
        threads.add(Thread.ofVirtual().name(name).start(work));
    }

    private String host() {
        return relay.relay().getHost();
    }

    /// Listens for somebody more. What comes meanwhile is asked for again.
    void join(SecretKey key) {
        newcomers.add(key);
        Subscription current = open;
        if (current != null) current.close();
    }

    private void listen() {
        try {
            while (true) {
                admitNewcomers();
                Asked asked = asked();
                try (Subscription wraps = relay.subscribe(asked.filters())) {
                    open = wraps;
                    hear(asked, wraps);
                } catch (RuntimeException e) {
                    LOG.error("listening at {} fails, and is tried again", host(), e);
                    Thread.sleep(RETRY);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer listening at {}", host());
        }
    }

    private void admitNewcomers() throws InterruptedException {
        for (SecretKey key = newcomers.poll(); key != null; key = newcomers.poll()) {
            relay.join(key);
            keys.add(key.publicKey());
        }
    }

    /// Of those for whom we were here before, what is new; of the others, all.
    private Asked asked() {
        Map<Boolean, List<PublicKey>> byAcquaintance = keys.stream()
                .collect(Collectors.partitioningBy(key -> lastVisit(key).isPresent()));
        List<PublicKey> known = byAcquaintance.getOrDefault(true, List.of());
        List<PublicKey> unknown = byAcquaintance.getOrDefault(false, List.of());
        var filters = new ArrayList<Filter>();
        known.stream()
                .flatMap(key -> lastVisit(key).stream())
                .min(Comparator.naturalOrder())
                .map(earliest ->
                        filter(known).since(earliest.minus(Memory.LOOK_BACK).getEpochSecond()))
                .ifPresent(filters::add);
        if (!unknown.isEmpty()) filters.add(filter(unknown));
        return new Asked(List.copyOf(keys), filters);
    }

    private Optional<Instant> lastVisit(PublicKey key) {
        return memory.lastVisit(relay.relay(), key);
    }

    private Filter filter(List<PublicKey> recipients) {
        return Filter.ALL
                .kinds(ear.kinds())
                .tagged('p', recipients.stream().map(PublicKey::hex).toList());
    }

    /// Whoever is expected is heard at once, and strangers when nobody else is waiting.
    private void hear(Asked asked, Subscription wraps) throws InterruptedException {
        Instant since = clock.instant();
        Queue<Ear.Letter> later = new ArrayDeque<>();
        while (newcomers.isEmpty() && clock.instant().isBefore(since.plus(ASK_ANEW))) {
            List<Event> arrived = new ArrayList<>();
            Incoming next =
                    wraps.next(later.isEmpty() ? A_WHILE : Duration.ZERO).orElse(null);
            while (next instanceof Arrived(var wrap)) {
                arrived.add(wrap);
                next = arrived.size() < Ear.AT_ONCE ? wraps.next(Duration.ZERO).orElse(null) : null;
            }
            later.addAll(ear.hearExpected(arrived));
            if (arrived.size() < Ear.AT_ONCE || later.size() > MOST_LATER) ear.hearNext(later, Ear.AT_ONCE / 4);
            switch (next) {
                case Arrived _ -> throw new IllegalStateException("all that arrived was taken");
                case EndOfStored(var isComplete) -> {
                    ear.hearNext(later, later.size());
                    if (isComplete) memory.visited(relay.relay(), asked.keys());
                    else begin("rest of the inbox", () -> hearTheRest(asked));
                }
                case Ended(var reason) -> {
                    ear.hearNext(later, later.size());
                    if (newcomers.isEmpty()) {
                        LOG.warn("{} doesn't let us listen: {}", host(), reason);
                        Thread.sleep(RETRY);
                    }
                    return;
                }
                // Nothing more for now.
                case null -> memory.forgetTheLongSeen();
            }
        }
        ear.hearNext(later, later.size());
    }

    /// What a relay's limit has cut off. On a thread of its own: who waits for an answer in the thread that takes what
    /// comes would stop both.
    private void hearTheRest(Asked asked) {
        try {
            for (Filter filter : asked.filters()) {
                if (hearWhatIsMissing(filter) || hearAll(filter)) continue;
                // We ask from where we asked before, next time.
                LOG.warn("{} has not given all that it has for us", host());
                return;
            }
            memory.visited(relay.relay(), asked.keys());
        } catch (InterruptedException e) {
            LOG.debug("the rest of {} waits for the next start", host());
        }
    }

    /// Compares what the relay has with what we have heard (NIP-77), and asks for the difference alone. False if it
    /// can't, or doesn't give what it has.
    private boolean hearWhatIsMissing(Filter filter) throws InterruptedException {
        if (!(relay.sync(filter, memory.heardSince(filter.since()))
                instanceof Answer.Given(Differences(var _, var missing)))) {
            return false;
        }
        var left = new LinkedHashSet<>(missing);
        while (!left.isEmpty()) {
            List<EventId> ids = left.stream().limit(IDS_AT_ONCE).toList();
            List<Event> wraps = relay.fetch(filter.ids(ids)).events();
            if (wraps.isEmpty()) return false;
            ear.hear(wraps);
            wraps.forEach(wrap -> left.remove(wrap.id()));
        }
        return true;
    }

    private boolean hearAll(Filter filter) throws InterruptedException {
        Fetched rest = relay.fetchAll(filter);
        List<Event> wraps = rest.events();
        for (int from = 0; from < wraps.size(); from += Ear.AT_ONCE)
            ear.hear(wraps.subList(from, Math.min(wraps.size(), from + Ear.AT_ONCE)));
        return rest.ending() instanceof Fetched.Ending.Complete;
    }

    /// What [#close] waits for, so that several end together.
    void stop() {
        threads.forEach(Thread::interrupt);
    }

    @Override
    public void close() {
        stop();
        try {
            for (Thread thread : threads) thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        relay.close();
    }
}
