package dev.muster.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.RelayMessage;
import dev.muster.nostr.message.SubscriptionId;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.NullMarked;

/// A relay in memory: just enough of one to be measured. It can be told to do something wrong.
@NullMarked
final class TinyRelay implements AutoCloseable {
    private static final Comparator<Event> NEWEST_FIRST =
            Comparator.comparingLong(Event::createdAt).reversed().thenComparing(Event::id);

    private final ServerSocket listener;
    private final Fault fault;
    private final Set<EventId> ids = ConcurrentHashMap.newKeySet();
    private final Set<Event> stored = new ConcurrentSkipListSet<>(NEWEST_FIRST);
    private final Set<Peer> open = ConcurrentHashMap.newKeySet();

    enum Fault {
        NONE,
        REFUSES_EVENTS,
        FORGETS_ONE_OF_TEN,
        DELIVERS_TWICE
    }

    TinyRelay(int port, Fault fault) throws IOException {
        this.listener = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        this.fault = fault;
        Thread.ofVirtual().start(this::acceptAll);
    }

    /// A process of its own. Ends when it is told to.
    public static void main(String[] args) throws Exception {
        try (var _ = new TinyRelay(Integer.parseInt(args[0]), Fault.NONE)) {
            Thread.currentThread().join();
        }
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + listener.getLocalPort());
    }

    Set<Event> stored() {
        return stored;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Peer peer : open) peer.socket.close();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> new Peer(socket).serve());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private final class Peer {
        private final Socket socket;
        private final Map<SubscriptionId, Filter> subscriptions = new ConcurrentHashMap<>();

        Peer(Socket socket) {
            this.socket = socket;
        }

        void serve() {
            open.add(this);
            try (socket) {
                var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
                while (!line(in).isEmpty()) {}
                String yes = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
                socket.getOutputStream().write(yes.getBytes(ISO_8859_1));
                say(new RelayMessage.Challenge("who are you?"));
                for (int first = in.read(); first >= 0; first = in.read()) hear(ClientMessage.parse(payload(in)));
            } catch (IOException | UncheckedIOException gone) {
                // Whoever measures hangs up when that is done.
                open.remove(this);
            } finally {
                open.remove(this);
            }
        }

        private void hear(ClientMessage message) {
            switch (message) {
                case ClientMessage.Publish(var event) -> publish(event);
                case ClientMessage.Subscribe(var id, var filters) -> {
                    Filter filter = filters.getFirst();
                    subscriptions.put(id, filter);
                    stored.stream()
                            .filter(filter::matches)
                            .limit(filter.limit().orElse(500))
                            .forEach(event -> say(new RelayMessage.Matched(id, event)));
                    say(new RelayMessage.EndOfStored(id, Set.of()));
                }
                case ClientMessage.Close(var id) -> subscriptions.remove(id);
                case ClientMessage.Authenticate(var event) ->
                    say(new RelayMessage.Ok(event.id(), event.flaw().isEmpty(), ""));
                case ClientMessage.Count _,
                        ClientMessage.OpenSync _,
                        ClientMessage.ContinueSync _,
                        ClientMessage.CloseSync _,
                        ClientMessage.BadEvent _,
                        ClientMessage.BadRequest _,
                        ClientMessage.BadSync _,
                        ClientMessage.Unreadable _ -> throw new AssertionError("nobody should say " + message);
            }
        }

        private void publish(Event event) {
            boolean isNew = ids.add(event.id());
            if (fault == Fault.REFUSES_EVENTS) {
                say(new RelayMessage.Ok(event.id(), false, "blocked: not today"));
                return;
            }
            boolean forgotten = fault == Fault.FORGETS_ONE_OF_TEN && event.id().bytes()[0] % 10 == 0;
            if (isNew && !forgotten) stored.add(event);
            say(new RelayMessage.Ok(event.id(), true, isNew ? "" : "duplicate: have it"));
            if (isNew) open.forEach(peer -> peer.offer(event));
        }

        private void offer(Event event) {
            subscriptions.forEach((id, filter) -> {
                if (!filter.matches(event)) return;
                say(new RelayMessage.Matched(id, event));
                if (fault == Fault.DELIVERS_TWICE) say(new RelayMessage.Matched(id, event));
            });
        }

        private void say(RelayMessage message) {
            byte[] payload = message.json();
            var frame = ByteBuffer.allocate(payload.length + 10).put((byte) 0x81);
            if (payload.length < 126) frame.put((byte) payload.length);
            else frame.put((byte) 126).putShort((short) payload.length);
            frame.put(payload);
            try {
                synchronized (this) {
                    socket.getOutputStream().write(frame.array(), 0, frame.position());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static byte[] payload(DataInputStream in) throws IOException {
            int length = in.readUnsignedByte() & 0x7f;
            if (length == 126) length = in.readUnsignedShort();
            in.skipNBytes(4);
            return in.readNBytes(length);
        }

        private static String line(DataInputStream in) throws IOException {
            var line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) throw new IOException("no request");
                line.append((char) c);
            }
            return line.toString().strip();
        }
    }
}
