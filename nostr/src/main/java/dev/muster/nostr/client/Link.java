package dev.muster.nostr.client;

import dev.muster.nostr.client.Happening.Heard;
import dev.muster.nostr.client.Happening.Lost;
import dev.muster.nostr.client.Happening.Opened;
import dev.muster.nostr.client.Happening.Sent;
import dev.muster.nostr.message.ClientMessage;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// One WebSocket to a relay, from its handshake to its end.
///
/// A virtual thread connects and reads, another one writes. The reader hands over no more messages than its owner
/// has asked for; then it stops reading, and TCP makes the relay wait. (The JDK's WebSocket now and then doesn't
/// notice the end of a connection: docs/decisions/relay-client.md.)
final class Link {
    /// What stands for a close code where there was none.
    static final int ABNORMAL = 1006;

    private static final int NORMAL = 1000;
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    /// How many messages may wait for their owner.
    private static final int WINDOW = 8;

    private final Way way;
    private final int messageBytes;
    private final Consumer<Happening> owner;
    private final Thread reader = Thread.ofVirtual().name("relay reader").unstarted(this::run);
    private final Semaphore wanted = new Semaphore(WINDOW);
    private final BlockingQueue<Frame> outgoing = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Frame> pong = new AtomicReference<>();
    private final Socket socket = new Socket();
    private volatile @Nullable Thread writer;
    private volatile boolean opened;
    private volatile long heardAt = System.nanoTime();

    // Owned by the conversation.
    private final Queue<byte[]> messages = new ArrayDeque<>();
    private final Deadline sending = new Deadline();
    private long pingedAt;

    /// Where a relay is, and what it takes to get there.
    ///
    /// @param proxy through which we go there, if we don't go ourselves
    /// @param admitted the addresses that we may go to
    record Way(
            URI relay,
            SSLSocketFactory tls,
            Optional<InetSocketAddress> proxy,
            Predicate<InetAddress> admitted,
            SecureRandom random) {
        private String host() {
            String host = relay.getHost();
            return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        }

        private boolean isSecure() {
            return "wss".equalsIgnoreCase(relay.getScheme());
        }

        private int port() {
            if (relay.getPort() >= 0) return relay.getPort();
            return isSecure() ? 443 : 80;
        }
    }

    private Link(Way way, int messageBytes, Consumer<Happening> owner) {
        this.way = way;
        this.messageBytes = messageBytes;
        this.owner = owner;
    }

    /// Begins to connect; the owner hears of [Opened] or [Lost].
    static Link open(Way way, Duration patience, int messageBytes, Consumer<Happening> owner) {
        var link = new Link(way, messageBytes, owner);
        link.reader.start();
        CompletableFuture.delayedExecutor(patience.toNanos(), TimeUnit.NANOSECONDS)
                .execute(link::giveUpConnecting);
        return link;
    }

    private void giveUpConnecting() {
        if (opened) return;
        abandon();
        lost(ABNORMAL, "no connection in time");
    }

    // What the conversation does

    /// Says it when everything before is said.
    void send(ClientMessage message, Duration patience) {
        messages.add(message.json());
        if (!sending.isSet()) sendNext(patience);
    }

    /// To be called for each [Sent].
    void sent(Duration patience) {
        sending.clear();
        if (!messages.isEmpty()) sendNext(patience);
    }

    private void sendNext(Duration patience) {
        sending.in(patience);
        outgoing.add(Frame.text(messages.remove()));
    }

    /// When the relay should have taken what we are sending.
    Deadline sending() {
        return sending;
    }

    void ping() {
        pingedAt = System.nanoTime();
        outgoing.add(new Frame(true, Frame.PING, new byte[0]));
    }

    /// Whether anything has come since the last [#ping].
    boolean isHeardSincePing() {
        return heardAt - pingedAt > 0;
    }

    /// How long nothing has come.
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardAt);
    }

    /// Lets one more message come.
    void next() {
        heardAt = System.nanoTime();
        wanted.release();
    }

    /// Says goodbye, and doesn't wait long for an answer.
    void close() {
        if (!opened) {
            abandon();
            return;
        }
        outgoing.add(Frame.close(NORMAL));
        CompletableFuture.delayedExecutor(GOODBYE.toNanos(), TimeUnit.NANOSECONDS)
                .execute(this::abandon);
    }

    /// Ends it without a word.
    void abandon() {
        reader.interrupt();
        Thread writing = writer;
        if (writing != null) writing.interrupt();
        try {
            // Not the TLS socket: that would try to say goodbye.
            socket.close();
        } catch (IOException e) {
            lost(ABNORMAL, "the socket can't be closed: " + e.getMessage());
        }
    }

    // What the reader does

    private void run() {
        try {
            Streams streams = connect();
            Thread writing = Thread.ofVirtual().name("relay writer").unstarted(() -> writeAll(streams.out()));
            writer = writing;
            writing.start();
            opened = true;
            owner.accept(new Opened(this));
            Frame goodbye = readAll(streams.in());
            // As it came, and as the last thing that is written.
            outgoing.add(goodbye);
            writing.join(GOODBYE);
            lost(goodbye.closeCode(), goodbye.closeReason());
        } catch (EOFException e) {
            lost(ABNORMAL, "the relay has hung up");
        } catch (IOException e) {
            lost(ABNORMAL, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            abandon();
        }
    }

    private void lost(int code, String why) {
        owner.accept(new Lost(this, code, why));
    }

    private record Streams(DataInputStream in, OutputStream out) {}

    private Streams connect() throws IOException {
        socket.setTcpNoDelay(true);
        if (way.proxy().isPresent()) connectThrough(way.proxy().get());
        else socket.connect(new InetSocketAddress(admitted(InetAddress.getByName(way.host())), way.port()));
        Socket secure = way.isSecure() ? secured() : socket;
        OutputStream to = secure.getOutputStream();
        var in = new DataInputStream(new BufferedInputStream(new Watched(secure.getInputStream())));
        var handshake = new Handshake(way.relay(), way.random());
        to.write(handshake.request());
        handshake.readAnswer(in);
        return new Streams(in, to);
    }

    private InetAddress admitted(InetAddress address) throws IOException {
        if (!way.admitted().test(address)) throw new ConnectException("its address is not one that we go to");
        return address;
    }

    /// What a name stands for is known to the proxy alone, and what is admitted then its to decide.
    private void connectThrough(InetSocketAddress proxy) throws IOException {
        if (Socks.isAddress(way.host())) {
            var _ = admitted(InetAddress.ofLiteral(way.host()));
        }
        socket.connect(new InetSocketAddress(proxy.getHostString(), proxy.getPort()));
        Socks.connect(socket, way.host(), way.port());
    }

    private Socket secured() throws IOException {
        var secure = (SSLSocket) way.tls().createSocket(socket, way.host(), way.port(), true);
        var parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /// Hands over one message after the other, up to the `CLOSE` that it returns. Whether a text is UTF-8 is left
    /// to the reader of its JSON: one bad event must not cost the connection.
    private Frame readAll(DataInputStream in) throws IOException, InterruptedException {
        var parts = new ByteArrayOutputStream();
        int kind = Frame.CONTINUATION;
        while (true) {
            Frame frame = Frame.read(in, messageBytes - parts.size());
            switch (frame.opcode()) {
                case Frame.TEXT, Frame.BINARY, Frame.CONTINUATION -> {
                    boolean continues = frame.opcode() == Frame.CONTINUATION;
                    if (continues == (kind == Frame.CONTINUATION)) throw new ProtocolException("mixed up fragments");
                    if (!continues) kind = frame.opcode();
                    if (!frame.isLast() || parts.size() > 0) parts.writeBytes(frame.payload());
                    if (!frame.isLast()) continue;
                    hear(kind, parts.size() > 0 ? parts.toByteArray() : frame.payload());
                    parts.reset();
                    kind = Frame.CONTINUATION;
                }
                case Frame.PING -> answer(frame);
                case Frame.PONG -> {}
                case Frame.CLOSE -> {
                    return frame;
                }
                default -> throw new ProtocolException("a frame of no known kind");
            }
        }
    }

    private void hear(int kind, byte[] message) throws InterruptedException {
        // Nostr has no use for others.
        if (kind != Frame.TEXT) return;
        wanted.acquire();
        owner.accept(new Heard(this, message));
    }

    /// RFC 6455, 5.5.3: of several pings it is enough to answer the last.
    private void answer(Frame ping) {
        var answer = new Frame(true, Frame.PONG, ping.payload());
        if (pong.getAndSet(answer) == null) outgoing.add(answer);
    }

    /// Notes each time that anything comes, be it a part of a large message.
    private final class Watched extends FilterInputStream {
        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int count = super.read(target, from, length);
            heardAt = System.nanoTime();
            return count;
        }
    }

    // What the writer does

    private void writeAll(OutputStream to) {
        byte[] mask = new byte[4];
        try {
            while (true) {
                Frame frame = outgoing.take();
                Frame latestPong = frame.opcode() == Frame.PONG ? pong.getAndSet(null) : null;
                way.random().nextBytes(mask);
                to.write((latestPong == null ? frame : latestPong).masked(mask));
                if (frame.opcode() == Frame.TEXT) owner.accept(new Sent(this));
                if (frame.opcode() == Frame.CLOSE) return;
            }
        } catch (IOException e) {
            // The reader notices, and says so.
            abandon();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
