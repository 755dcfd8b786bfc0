package dev.muster.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.event.ClientAuthentication;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.RelayMessage;
import dev.muster.nostr.message.SubscriptionId;
import dev.muster.nostr.negentropy.NegentropyServer;
import dev.muster.nostr.negentropy.RecordArray;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;

/// A relay in memory, on a port of its own: just enough of one to see what commands make of its answers.
@NullMarked
final class TestRelay implements AutoCloseable {
    private static final Comparator<Event> NEWEST_FIRST =
            Comparator.comparingLong(Event::createdAt).reversed().thenComparing(Event::id);

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Event> stored = new ConcurrentSkipListSet<>(NEWEST_FIRST);
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger authenticated = new AtomicInteger();
    private volatile boolean demandsAuth;
    private volatile boolean silent;
    private volatile String refusal = "";

    TestRelay() throws IOException {
        Thread.ofVirtual().start(this::acceptAll);
    }

    /// Serves only those who have said who they are.
    TestRelay demandingAuth() {
        demandsAuth = true;
        return this;
    }

    /// Takes no event, for this reason.
    TestRelay refusing(String reason) {
        refusal = reason;
        return this;
    }

    /// Hears everything and answers nothing.
    TestRelay silent() {
        silent = true;
        return this;
    }

    TestRelay holding(Event... events) {
        for (Event event : events) take(event);
        return this;
    }

    String url() {
        return "ws://localhost:" + listener.getLocalPort();
    }

    List<Event> stored() {
        return List.copyOf(stored);
    }

    int authenticated() {
        return authenticated.get();
    }

    boolean hasSubscription() {
        return open.stream().anyMatch(connection -> !connection.subscriptions.isEmpty());
    }

    void take(Event event) {
        stored.add(event);
        open.forEach(connection -> connection.offer(event));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Connection connection : open) connection.socket.close();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> new Connection(socket).serve());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private List<Event> matching(List<Filter> filters) {
        int limit = filters.stream()
                .mapToInt(filter -> filter.limit().orElse(Integer.MAX_VALUE))
                .max()
                .orElse(Integer.MAX_VALUE);
        return stored.stream()
                .filter(event -> filters.stream().anyMatch(filter -> filter.matches(event)))
                .limit(limit)
                .toList();
    }

    private final class Connection {
        private final Socket socket;
        private final String challenge = "challenge " + System.nanoTime();
        private final Map<SubscriptionId, List<Filter>> subscriptions = new ConcurrentHashMap<>();
        private final Map<SubscriptionId, NegentropyServer> syncs = new HashMap<>();
        private boolean known = !demandsAuth;

        Connection(Socket socket) {
            this.socket = socket;
        }

        void serve() {
            open.add(this);
            try (socket) {
                var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
                shakeHands(in);
                if (demandsAuth) say(new RelayMessage.Challenge(challenge));
                for (var text = hear(in); text.isPresent(); text = hear(in)) {
                    if (!silent) answer(ClientMessage.parse(text.get()));
                }
            } catch (IOException | UncheckedIOException gone) {
                // Commands hang up when they have what they wanted.
                open.remove(this);
            } finally {
                open.remove(this);
            }
        }

        void offer(Event event) {
            subscriptions.forEach((id, filters) -> {
                if (filters.stream().anyMatch(filter -> filter.matches(event)))
                    say(new RelayMessage.Matched(id, event));
            });
        }

        private void answer(ClientMessage message) {
            switch (message) {
                case ClientMessage.Authenticate(var event) -> authenticate(event);
                case ClientMessage.Publish(var event) -> publish(event);
                case ClientMessage.Subscribe(var id, var filters) -> {
                    if (!known) {
                        say(new RelayMessage.Closed(id, "auth-required: who are you?"));
                        return;
                    }
                    subscriptions.put(id, filters);
                    matching(filters).forEach(event -> say(new RelayMessage.Matched(id, event)));
                    say(new RelayMessage.EndOfStored(id, Set.of(RelayMessage.EndOfStored.FINISH)));
                }
                case ClientMessage.Count(var id, var filters) ->
                    say(new RelayMessage.Counted(id, matching(filters).size(), false));
                case ClientMessage.Close(var id) -> subscriptions.remove(id);
                case ClientMessage.OpenSync(var id, var filter, var first) -> {
                    var records = RecordArray.builder();
                    matching(List.of(filter)).forEach(event -> records.add(event.createdAt(), event.id()));
                    syncs.put(id, new NegentropyServer(records.build(), 0));
                    sync(id, first);
                }
                case ClientMessage.ContinueSync(var id, var next) -> sync(id, next);
                case ClientMessage.CloseSync(var id) -> syncs.remove(id);
                case ClientMessage.BadEvent _,
                        ClientMessage.BadRequest _,
                        ClientMessage.BadSync _,
                        ClientMessage.Unreadable _ -> throw new AssertionError("a command says " + message);
            }
        }

        private void authenticate(Event event) {
            known = ClientAuthentication.flaw(event, URI.create(url()), challenge, Instant.now())
                    .isEmpty();
            if (known) authenticated.incrementAndGet();
            say(new RelayMessage.Ok(event.id(), known, known ? "" : "invalid: that's not you"));
        }

        private void publish(Event event) {
            boolean isNew = !stored.contains(event);
            String reason = !known
                    ? "auth-required: who are you?"
                    : !refusal.isEmpty() ? refusal : isNew ? "" : "duplicate: already have this event";
            boolean kept = known && refusal.isEmpty();
            if (kept && isNew) take(event);
            say(new RelayMessage.Ok(event.id(), kept, reason));
        }

        private void sync(SubscriptionId id, byte[] message) {
            say(new RelayMessage.SyncMessage(
                    id, Optional.ofNullable(syncs.get(id)).orElseThrow().reconcile(message)));
        }

        private void say(RelayMessage message) {
            byte[] payload = message.json();
            var frame = ByteBuffer.allocate(payload.length + 10).put((byte) 0x81);
            if (payload.length < 126) frame.put((byte) payload.length);
            else if (payload.length < 1 << 16) frame.put((byte) 126).putShort((short) payload.length);
            else frame.put((byte) 127).putLong(payload.length);
            frame.put(payload);
            try {
                synchronized (this) {
                    socket.getOutputStream().write(frame.array(), 0, frame.position());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// The next text, or empty when the command has closed.
        private static Optional<byte[]> hear(DataInputStream in) throws IOException {
            var text = new ByteArrayOutputStream();
            while (true) {
                int first = in.read();
                if (first < 0 || (first & 0xf) == 8) return Optional.empty();
                long length = in.readUnsignedByte() & 0x7f;
                if (length == 126) length = in.readUnsignedShort();
                else if (length == 127) length = in.readLong();
                byte[] mask = in.readNBytes(4);
                byte[] payload = in.readNBytes(Math.toIntExact(length));
                for (int i = 0; i < payload.length; i++) payload[i] ^= mask[i & 3];
                if ((first & 0xf) > 1) continue;
                text.writeBytes(payload);
                if ((first & 0x80) != 0) return Optional.of(text.toByteArray());
            }
        }

        private void shakeHands(DataInputStream in) throws IOException {
            String key = "";
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String header = "sec-websocket-key:";
                if (line.regionMatches(true, 0, header, 0, header.length()))
                    key = line.substring(header.length()).strip();
            }
            socket.getOutputStream()
                    .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n")
                            .getBytes(ISO_8859_1));
        }

        private static String line(DataInputStream in) throws IOException {
            var line = new ByteArrayOutputStream();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) throw new EOFException();
                line.write(c);
            }
            return line.toString(UTF_8).strip();
        }

        private static String accept(String key) {
            try {
                byte[] bytes = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1);
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }
    }
}
