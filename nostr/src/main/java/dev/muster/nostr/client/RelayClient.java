package dev.muster.nostr.client;

import dev.muster.nostr.client.Fetched.Ending;
import dev.muster.nostr.client.Fetched.Ending.Complete;
import dev.muster.nostr.client.Fetched.Ending.Partial;
import dev.muster.nostr.client.Fetched.Ending.Refused;
import dev.muster.nostr.client.Fetched.Ending.TooMuch;
import dev.muster.nostr.client.Fetched.Ending.Unanswered;
import dev.muster.nostr.client.Happening.Joined;
import dev.muster.nostr.client.Happening.Made;
import dev.muster.nostr.client.Happening.Said;
import dev.muster.nostr.client.Happening.Settled;
import dev.muster.nostr.client.Happening.Stopped;
import dev.muster.nostr.client.Happening.Wanted;
import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import dev.muster.nostr.client.Request.Publishing;
import dev.muster.nostr.client.Request.Question;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.RelayMessage;
import dev.muster.nostr.message.SubscriptionId;
import dev.muster.nostr.negentropy.Records;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// One relay, over however many connections it takes.
///
/// ```
/// try (RelayClient relay = RelayClient.to(URI.create("wss://relay.example")).keys(me).open()) {
///     relay.publish(event);
///     Fetched notes = relay.fetch(Filter.ALL.kinds(Kind.TEXT_NOTE).limit(20));
/// }
/// ```
///
/// It connects when first asked for something, and again whenever the connection is lost while something is open.
/// Every method may be called by any thread; those that wait are meant for virtual ones.
public final class RelayClient implements AutoCloseable {
    /// How much longer than one answer all the events of a fetch may take.
    private static final int FETCH_PATIENCE = 6;

    private final URI relay;
    private final Timing timing;
    private final Limits limits;
    private final InstantSource clock;
    private final Conversation conversation;
    private final Semaphore unanswered;
    private final AtomicLong lastId = new AtomicLong();

    private RelayClient(Builder builder) {
        relay = builder.relay;
        timing = builder.timing;
        limits = builder.limits;
        clock = builder.clock;
        unanswered = new Semaphore(limits.unanswered());
        var identity = new Authentication.Identity(builder.keys, builder.eager, clock, builder.random);
        conversation = new Conversation(builder.way(), identity, timing, limits);
        conversation.start();
    }

    /// How to talk to the relay at that address, which begins with `ws:` or `wss:`.
    public static Builder to(URI relay) {
        return new Builder(relay);
    }

    public URI relay() {
        return relay;
    }

    Timing timing() {
        return timing;
    }

    Limits limits() {
        return limits;
    }

    /// Makes sure that there is a connection, for those who want to know at once.
    ///
    /// @throws IOException saying why there is none
    public void connect() throws IOException, InterruptedException {
        var obstacle = new CompletableFuture<Optional<String>>();
        conversation.accept(new Wanted(obstacle));
        Duration patience = timing.connect().plus(timing.answer());
        Optional<String> why = await(obstacle.completeOnTimeout(
                Optional.of("no connection in time"), patience.toNanos(), TimeUnit.NANOSECONDS));
        if (why.isPresent()) throw new IOException(relay + ": " + why.get());
    }

    /// Is somebody more from now on, where the relay wants to know (NIP-42). Waits until it does, as long as for any
    /// answer, so that what is asked for next is asked for by that key too.
    public void join(SecretKey key) throws InterruptedException {
        var known = new CompletableFuture<Void>();
        conversation.accept(new Joined(key, known));
        await(known.completeOnTimeout(null, timing.answer().toNanos(), TimeUnit.NANOSECONDS));
    }

    /// Publishes an event and waits for the relay's word, as long as for any answer.
    public Outcome publish(Event event) throws InterruptedException {
        return publish(event, timing.answer());
    }

    /// Publishes an event and waits so long for the relay's word. If the connection is lost meanwhile, the event is
    /// sent again on the next.
    public Outcome publish(Event event, Duration patience) throws InterruptedException {
        return await(submit(event, patience));
    }

    /// Publishes an event; the future completes with the relay's word, or [Outcome.Unanswered] in time, and never
    /// fails. Waits itself only while too many others are unanswered ([Limits#unanswered]).
    public CompletableFuture<Outcome> submit(Event event, Duration patience) throws InterruptedException {
        if (!unanswered.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return CompletableFuture.completedFuture(new Outcome.Unanswered());
        }
        var publishing = new Publishing(event, new CompletableFuture<>());
        conversation.accept(new Made(publishing));
        return publishing
                .outcome()
                .completeOnTimeout(new Outcome.Unanswered(), patience.toNanos(), TimeUnit.NANOSECONDS)
                // On a thread of its own, as whatever the caller does next: the conversation must not wait for it.
                .whenCompleteAsync(
                        (_, _) -> {
                            unanswered.release();
                            conversation.accept(new Settled(publishing));
                        },
                        Thread::startVirtualThread);
    }

    /// Asks for what is stored and what is new.
    public Subscription subscribe(Filter... filters) {
        return subscribe(List.of(filters));
    }

    public Subscription subscribe(List<Filter> filters) {
        SubscriptionId id = nextId();
        checkJson(new ClientMessage.Subscribe(id, filters));
        var subscription = new RelaySubscription(id, filters, limits, clock, conversation);
        conversation.accept(new Made(subscription));
        return subscription;
    }

    /// What the relay sends of what it has stored, which may not be all: see [Fetched#ending].
    public Fetched fetch(Filter... filters) throws InterruptedException {
        return fetch(List.of(filters));
    }

    public Fetched fetch(List<Filter> filters) throws InterruptedException {
        return fetch(filters, limits.fetchBytes());
    }

    private Fetched fetch(List<Filter> filters, long bytes) throws InterruptedException {
        var events = new ArrayList<Event>();
        return new Fetched(events, fetch(filters, bytes, events));
    }

    private Ending fetch(List<Filter> filters, long bytes, List<Event> events) throws InterruptedException {
        long deadline = System.nanoTime() + FETCH_PATIENCE * timing.answer().toNanos();
        try (Subscription stored = subscribe(filters)) {
            while (true) {
                long left = Math.min(timing.answer().toNanos(), deadline - System.nanoTime());
                Optional<Incoming> next = stored.next(Duration.ofNanos(left));
                if (next.isEmpty()) return new Unanswered();
                switch (next.get()) {
                    case Arrived(var event) -> {
                        bytes -= event.jsonLength();
                        if (bytes < 0) return new TooMuch();
                        events.add(event);
                    }
                    case EndOfStored(var complete) -> {
                        return complete ? new Complete() : new Partial();
                    }
                    case Ended(var reason) -> {
                        return new Refused(reason);
                    }
                }
            }
        }
    }

    /// All that the relay has stored for one filter, however many questions that takes; if the filter has a limit,
    /// the newest so many.
    public Fetched fetchAll(Filter filter) throws InterruptedException {
        var events = new LinkedHashMap<EventId, Event>();
        int most = filter.limit().orElse(Integer.MAX_VALUE);
        var pages = new Pages(filter);
        long bytes = limits.fetchBytes();
        while (true) {
            Fetched page = fetch(List.of(pages.page()), bytes);
            for (Event event : page.events()) {
                boolean isNew = events.putIfAbsent(event.id(), event) == null;
                pages.note(event, isNew);
                if (isNew) bytes -= event.jsonLength();
            }
            if (events.size() >= most) {
                return new Fetched(events.values().stream().limit(most).toList(), new Partial());
            }
            boolean mayHaveMore = page.ending() instanceof Partial;
            if (!mayHaveMore) return new Fetched(List.copyOf(events.values()), page.ending());
            if (!pages.turn(false)) return new Fetched(List.copyOf(events.values()), new Complete());
        }
    }

    /// How many events match (NIP-45).
    public Answer<Count> count(Filter... filters) throws InterruptedException {
        SubscriptionId id = nextId();
        return switch (ask(id, new ClientMessage.Count(id, List.of(filters)))) {
            case Answer.Given(RelayMessage.Counted(var _, var count, var approximate)) ->
                new Answer.Given<>(new Count(count, approximate));
            case Answer.Given(var _) -> new Answer.Refused<>("error: the relay answered something else");
            case Answer.Refused(var reason) -> new Answer.Refused<>(reason);
            case Answer.Unanswered() -> new Answer.Unanswered<>();
        };
    }

    /// Finds out which of the events that match we have and the relay has not, and the other way round (NIP-77). To
    /// bring them over is the caller's: by [#publish], and by [#fetch] of [Filter#ids].
    ///
    /// @param ours all that we have of what matches
    public Answer<Differences> sync(Filter filter, Records ours) throws InterruptedException {
        SubscriptionId id = nextId();
        try {
            return new Sync(id, filter, ours).with(message -> ask(id, message));
        } finally {
            conversation.accept(new Said(new ClientMessage.CloseSync(id)));
        }
    }

    private Answer<RelayMessage> ask(SubscriptionId id, ClientMessage message) throws InterruptedException {
        checkJson(message);
        var question = new Question(id, message, new CompletableFuture<>());
        conversation.accept(new Made(question));
        try {
            return await(question.answer()
                    .completeOnTimeout(
                            new Answer.Unanswered<>(), timing.answer().toNanos(), TimeUnit.NANOSECONDS));
        } finally {
            conversation.accept(new Settled(question));
        }
    }

    /// What was thrown away of what the relay has sent.
    public Dropped dropped() {
        return conversation.losses().soFar();
    }

    /// Says goodbye. What is still open ends.
    @Override
    public void close() {
        conversation.accept(new Stopped());
    }

    private SubscriptionId nextId() {
        return new SubscriptionId(Long.toString(lastId.incrementAndGet()));
    }

    /// What can't be said fails here: in the conversation nobody could be told.
    private static void checkJson(ClientMessage message) {
        var _ = message.json();
    }

    /// For futures that never fail.
    private static <T> T await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// How to talk to a relay. All has a default; [#open] is last.
    public static final class Builder {
        private final URI relay;
        private List<SecretKey> keys = List.of();
        private boolean eager;
        private Timing timing = Timing.DEFAULT;
        private Limits limits = Limits.DEFAULT;
        private @Nullable SSLContext tls;
        private @Nullable InetSocketAddress proxy;
        private Predicate<InetAddress> admitted = _ -> true;
        private InstantSource clock = InstantSource.system();
        private SecureRandom random = new SecureRandom();

        private Builder(URI relay) {
            boolean isWebSocket = "ws".equalsIgnoreCase(relay.getScheme()) || "wss".equalsIgnoreCase(relay.getScheme());
            if (!isWebSocket || relay.getHost() == null) {
                throw new IllegalArgumentException("a relay's address begins with ws:// or wss:// and has a host");
            }
            this.relay = relay;
        }

        /// Who to be when the relay wants to know (NIP-42): all of them at once.
        public Builder keys(SecretKey... keys) {
            return keys(List.of(keys));
        }

        public Builder keys(List<SecretKey> keys) {
            this.keys = List.copyOf(keys);
            return this;
        }

        /// Says who we are as soon as the relay gives a chance to, not only when it insists. For those who ask for
        /// what some relays leave out silently for strangers: gift wraps among other kinds.
        public Builder authenticatingFirst() {
            eager = true;
            return this;
        }

        public Builder timing(Timing timing) {
            this.timing = timing;
            return this;
        }

        public Builder limits(Limits limits) {
            this.limits = limits;
            return this;
        }

        /// Whom to trust, where that is not whom Java trusts.
        public Builder tls(SSLContext tls) {
            this.tls = tls;
            return this;
        }

        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        public Builder random(SecureRandom random) {
            this.random = random;
            return this;
        }

        /// Which addresses we may go to, whatever the relay's name stands for at that moment. For relays that
        /// strangers name: without it they could have us knock at doors inside of our own network.
        public Builder admitting(Predicate<InetAddress> admitted) {
            this.admitted = admitted;
            return this;
        }

        /// Goes there through a SOCKS5 proxy that takes no password, such as Tor; the proxy looks up the relay's name.
        public Builder proxy(InetSocketAddress proxy) {
            this.proxy = proxy;
            return this;
        }

        private Link.Way way() {
            var sockets = tls == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : tls.getSocketFactory();
            return new Link.Way(relay, sockets, Optional.ofNullable(proxy), admitted, random);
        }

        public RelayClient open() {
            return new RelayClient(this);
        }
    }
}
