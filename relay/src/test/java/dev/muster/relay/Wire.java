package dev.muster.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.ClientAuthentication;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.RelayMessage;
import dev.muster.nostr.message.RelayMessage.Challenge;
import dev.muster.nostr.message.RelayMessage.Closed;
import dev.muster.nostr.message.RelayMessage.Counted;
import dev.muster.nostr.message.RelayMessage.EndOfStored;
import dev.muster.nostr.message.RelayMessage.Matched;
import dev.muster.nostr.message.RelayMessage.Notice;
import dev.muster.nostr.message.RelayMessage.Ok;
import dev.muster.nostr.message.RelayMessage.SyncError;
import dev.muster.nostr.message.RelayMessage.SyncMessage;
import dev.muster.nostr.message.RelayMessage.Unknown;
import dev.muster.nostr.message.SubscriptionId;
import dev.muster.nostr.negentropy.NegentropyClient;
import dev.muster.nostr.negentropy.RecordArray;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A client that says exactly what a test tells it to, by the JDK's WebSocket, and hears every message in order.
public final class Wire implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// What NIP-01 and NIP-42 have answers begin with, and NIP-77 besides.
    private static final Pattern PREFIX = Pattern.compile(
            "(duplicate|pow|blocked|rate-limited|invalid|restricted|mute|error|auth-required|unsupported|closed): .+");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI relay;
    private final WebSocket socket;
    private final LinkedBlockingQueue<RelayMessage> heard = new LinkedBlockingQueue<>();
    private final String challenge;
    private volatile int closeCode = -1;

    /// Everything about one subscription until it was complete.
    public record Stored(
            List<Event> events,
            @Nullable EndOfStored end,
            @Nullable Closed closed) {
        public List<EventId> ids() {
            return events.stream().map(Event::id).toList();
        }
    }

    private Wire(HttpClient http, URI relay) {
        this.relay = relay;
        socket = http.newWebSocketBuilder().buildAsync(relay, new Listener()).join();
        challenge = next(Challenge.class).challenge();
    }

    public static Wire to(URI relay) {
        return new Wire(HTTP, relay);
    }

    /// @param address which of this machine's it comes from
    static Wire from(String address, URI relay) {
        InetAddress from = InetAddress.ofLiteral(address);
        return new Wire(HttpClient.newBuilder().localAddress(from).build(), relay);
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add(RelayMessage.parse(text.toString().getBytes(UTF_8)));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closeCode = code;
            return null;
        }
    }

    public String challenge() {
        return challenge;
    }

    /// -1 while the connection is open.
    public int closeCode() {
        return closeCode;
    }

    public Wire say(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    public Wire say(ClientMessage message) {
        return say(new String(message.json(), UTF_8));
    }

    /// The next message, whatever it is.
    public RelayMessage next() {
        Optional<RelayMessage> message = next(PATIENCE);
        if (message.isEmpty()) fail("nothing was heard for %s; close code %d", PATIENCE, closeCode);
        return message.orElseThrow();
    }

    /// The next message if there is one in that time.
    public Optional<RelayMessage> next(Duration patience) {
        try {
            return Optional.ofNullable(heard.poll(patience.toNanos(), NANOSECONDS))
                    .map(Wire::wellSaid);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whatever is refused, a program can tell why (B01.23).
    private static RelayMessage wellSaid(RelayMessage message) {
        switch (message) {
            case Ok(var _, var accepted, var reason) -> {
                if (!accepted || !reason.isEmpty()) assertThat(reason).matches(PREFIX);
            }
            case Closed(var _, var reason) -> assertThat(reason).matches(PREFIX);
            case SyncError(var _, var reason, var _) -> assertThat(reason).matches(PREFIX);
            case Matched _, EndOfStored _, Notice _, Challenge _, Counted _, SyncMessage _ -> {}
            case Unknown(var verb) -> fail("the relay says %s, which no NIP knows", verb);
        }
        return message;
    }

    /// The next message, which must be of that kind.
    public <M extends RelayMessage> M next(Class<M> kind) {
        RelayMessage message = next();
        assertThat(message).isInstanceOf(kind);
        return kind.cast(message);
    }

    /// The next message of that kind; others before it are passed over.
    public <M extends RelayMessage> M await(Class<M> kind, Predicate<M> which) {
        while (true) {
            RelayMessage message = next();
            if (kind.isInstance(message) && which.test(kind.cast(message))) return kind.cast(message);
        }
    }

    /// Whether nothing else is said by the time an unknown verb is answered twice: a new event that is on its way to
    /// the relay's thread for this connection may come after the first answer, but not after the second.
    public boolean isSilent() {
        return say("[\"ANYTHING ELSE?\"]").next() instanceof Notice
                && say("[\"REALLY?\"]").next() instanceof Notice;
    }

    // EVENT

    /// Sends it and waits for its OK.
    public Ok publish(Event event) {
        say(new ClientMessage.Publish(event));
        return await(Ok.class, ok -> ok.id().equals(event.id()));
    }

    /// Sends it; it must be accepted.
    public Event store(Event event) {
        assertThat(publish(event)).isEqualTo(new Ok(event.id(), true, ""));
        return event;
    }

    /// Sends an event as it stands, with whatever is wrong with it.
    public RelayMessage publish(String json) {
        say("[\"EVENT\"," + json + "]");
        return next();
    }

    // AUTH

    /// What shows on this connection that somebody has that key.
    public Event proof(SecretKey key) {
        return ClientAuthentication.answer(key.publicKey(), relay, challenge, Instant.now())
                .sign(key, Events.RANDOM);
    }

    public Ok authenticate(SecretKey key) {
        return authenticate(proof(key));
    }

    public Ok authenticate(Event answer) {
        say(new ClientMessage.Authenticate(answer));
        return await(Ok.class, ok -> ok.id().equals(answer.id()));
    }

    public Wire as(SecretKey... keys) {
        for (SecretKey key : keys) assertThat(authenticate(key).accepted()).isTrue();
        return this;
    }

    // REQ

    public static SubscriptionId id(String text) {
        return new SubscriptionId(text);
    }

    /// Asks in these very words: the filters' JSON, with commas between them.
    public Wire subscribe(String id, String filters) {
        return say("[\"REQ\",\"" + id + "\"," + filters + "]");
    }

    public Wire subscribe(String id, Filter... filters) {
        return say(new ClientMessage.Subscribe(id(id), List.of(filters)));
    }

    public Wire close(String id) {
        return say(new ClientMessage.Close(id(id)));
    }

    /// What is stored and matches, up to EOSE or CLOSED; the subscription is closed again.
    public Stored stored(Filter... filters) {
        subscribe("stored", filters);
        Stored stored = untilEnd("stored");
        close("stored");
        return stored;
    }

    /// The same, asked for in these very words.
    public Stored stored(String filters) {
        subscribe("stored", filters);
        Stored stored = untilEnd("stored");
        close("stored");
        return stored;
    }

    /// The events of a subscription up to its EOSE or CLOSED; what belongs to others is passed over.
    public Stored untilEnd(String id) {
        var events = new ArrayList<Event>();
        while (true) {
            switch (next()) {
                case Matched(var of, var event) when of.text().equals(id) -> events.add(event);
                case EndOfStored end
                when end.id().text().equals(id) -> {
                    return new Stored(events, end, null);
                }
                case Closed closed
                when closed.id().text().equals(id) -> {
                    return new Stored(events, null, closed);
                }
                default -> {}
            }
        }
    }

    /// The next live event of a subscription.
    public Event live(String id) {
        return await(Matched.class, matched -> matched.id().text().equals(id)).event();
    }

    // COUNT

    /// A [Counted], or a [Closed].
    public RelayMessage count(Filter... filters) {
        say(new ClientMessage.Count(id("count"), List.of(filters)));
        while (true) {
            RelayMessage message = next();
            if (message instanceof Counted || message instanceof Closed) return message;
        }
    }

    public long counted(Filter... filters) {
        return count(filters) instanceof Counted counted ? counted.count() : -1;
    }

    // NEG

    /// What the relay says to a first message: a [SyncMessage], or a [SyncError].
    public RelayMessage openSync(String id, Filter filter, byte[] first) {
        say(new ClientMessage.OpenSync(id(id), filter, first));
        return syncAnswer();
    }

    public RelayMessage syncAnswer() {
        while (true) {
            RelayMessage message = next();
            if (message instanceof SyncMessage || message instanceof SyncError) return message;
        }
    }

    /// Every id that the relay says it has for a filter; none if it refuses.
    public Set<EventId> synced(Filter filter) {
        var client = new NegentropyClient(RecordArray.builder().build(), 0);
        var ids = new HashSet<EventId>();
        RelayMessage answer = openSync("sync", filter, client.open());
        while (answer instanceof SyncMessage(var _, var message)) {
            NegentropyClient.Step step = client.reconcile(message);
            ids.addAll(step.need());
            if (step.next().isEmpty()) break;
            say(new ClientMessage.ContinueSync(id("sync"), step.next().get()));
            answer = syncAnswer();
        }
        say(new ClientMessage.CloseSync(id("sync")));
        return ids;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
