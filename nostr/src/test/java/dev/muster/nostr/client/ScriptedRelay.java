package dev.muster.nostr.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/// A WebSocket server on loopback that does whatever a test wants a relay to do, right or wrong.
public final class ScriptedRelay implements AutoCloseable {
    private static final byte[] NOTHING = {};
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private final ServerSocketFactory sockets;
    private final String scheme;
    private final Script script;
    private final Set<Socket> connected = ConcurrentHashMap.newKeySet();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Long> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger pings = new AtomicInteger();
    private volatile ServerSocket listener;
    private final int port;

    /// What the relay does on each connection, from the end of the handshake on. When it returns, TCP is closed.
    public interface Script {
        void play(Peer peer) throws IOException;

        /// What it says instead of its part of the handshake, before it hangs up.
        default Optional<String> answerInsteadOfHandshake() {
            return Optional.empty();
        }
    }

    private ScriptedRelay(String scheme, ServerSocketFactory sockets, Script script) throws IOException {
        this.scheme = scheme;
        this.sockets = sockets;
        this.script = script;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
    }

    public static ScriptedRelay playing(Script script) throws IOException {
        return new ScriptedRelay("ws", ServerSocketFactory.getDefault(), script);
    }

    static ScriptedRelay overTls(ServerSocketFactory sockets, Script script) throws IOException {
        return new ScriptedRelay("wss", sockets, script);
    }

    public URI uri() {
        return URI.create(scheme + "://localhost:" + port);
    }

    /// All text messages that it has got, in order.
    List<String> heard() {
        return heard;
    }

    /// When each connection was made, in [System#nanoTime].
    List<Long> connections() {
        return connections;
    }

    int pings() {
        return pings.get();
    }

    boolean isLeftAlone() {
        return connected.isEmpty();
    }

    /// Drops all connections without a word, and takes no more.
    public void kill() throws IOException {
        listener.close();
        dropAll();
    }

    public void dropAll() throws IOException {
        for (Socket socket : connected) socket.close();
    }

    /// Takes connections again, on the same port: as soon as nobody else's connection happens to leave from it.
    public void restart() {
        Await.until(() -> {
            try {
                listener = listen(port);
                return true;
            } catch (BindException inUse) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() throws IOException {
        kill();
    }

    private ServerSocket listen(int port) throws IOException {
        var socket = sockets.createServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread.ofVirtual().start(() -> acceptAll(socket));
        return socket;
    }

    private void acceptAll(ServerSocket on) {
        while (!on.isClosed()) {
            try {
                Socket socket = on.accept();
                connected.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        connections.add(System.nanoTime());
        try (socket) {
            var peer = new Peer(socket);
            peer.shakeHands(script.answerInsteadOfHandshake());
            script.play(peer);
        } catch (IOException | UncheckedIOException gone) {
            // The client went away, or the test has killed us: no reason to go on.
            return;
        } finally {
            connected.remove(socket);
        }
    }

    /// One client.
    public final class Peer implements Closeable {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;
        private volatile boolean answersPings = true;

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            this.out = socket.getOutputStream();
        }

        private void shakeHands(Optional<String> instead) throws IOException {
            String key = "";
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                    key = line.substring(line.indexOf(':') + 1).trim();
                }
            }
            if (instead.isPresent()) {
                raw(instead.get().getBytes(ISO_8859_1));
                throw new EOFException();
            }
            String accept = Base64.getEncoder().encodeToString(sha1(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n")
                    .getBytes(ISO_8859_1));
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) throw new EOFException();
                if (c != '\r') line.append((char) c);
            }
            return line.toString();
        }

        void dontAnswerPings() {
            answersPings = false;
        }

        /// The next text message, or empty when the client has closed.
        Optional<String> hear() throws IOException {
            var text = new ByteArrayOutputStream();
            while (true) {
                int first = in.read();
                if (first < 0) return Optional.empty();
                byte[] payload = payload();
                switch (first & 0xf) {
                    case TEXT, CONTINUATION -> {
                        text.writeBytes(payload);
                        if ((first & 0x80) == 0) continue;
                        heard.add(text.toString(UTF_8));
                        return Optional.of(text.toString(UTF_8));
                    }
                    case PING -> {
                        pings.incrementAndGet();
                        if (answersPings) frame(true, PONG, payload);
                    }
                    case CLOSE -> {
                        frame(true, CLOSE, payload);
                        return Optional.empty();
                    }
                    default -> {}
                }
            }
        }

        /// Listens until the client has closed, and says nothing.
        void hearAll() throws IOException {
            boolean open = true;
            while (open) open = hear().isPresent();
        }

        private byte[] payload() throws IOException {
            long length = in.readUnsignedByte() & 0x7f;
            if (length == 126) length = in.readUnsignedShort();
            else if (length == 127) length = in.readLong();
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(Math.toIntExact(length));
            for (int i = 0; i < payload.length; i++) payload[i] ^= mask[i & 3];
            return payload;
        }

        void say(String text) {
            frame(true, TEXT, text.getBytes(UTF_8));
        }

        void say(byte[] text) {
            frame(true, TEXT, text);
        }

        void close(int code) {
            frame(
                    true,
                    CLOSE,
                    code == 1005
                            ? NOTHING
                            : ByteBuffer.allocate(2).putShort((short) code).array());
        }

        void frame(boolean last, int opcode, byte[] payload) {
            var head = ByteBuffer.allocate(10).put((byte) ((last ? 0x80 : 0) | opcode));
            if (payload.length < 126) head.put((byte) payload.length);
            else if (payload.length < 65_536) head.put((byte) 126).putShort((short) payload.length);
            else head.put((byte) 127).putLong(payload.length);
            raw(head.array(), head.position(), payload);
        }

        /// Begins a frame of any length; what it holds is up to the test.
        void head(int opcode, long length) {
            raw(
                    ByteBuffer.allocate(10)
                            .put((byte) (0x80 | opcode))
                            .put((byte) 127)
                            .putLong(length)
                            .array(),
                    10,
                    NOTHING);
        }

        void raw(byte[] bytes) {
            raw(bytes, bytes.length, NOTHING);
        }

        private synchronized void raw(byte[] head, int length, byte[] payload) {
            try {
                byte[] all = new byte[length + payload.length];
                System.arraycopy(head, 0, all, 0, length);
                System.arraycopy(payload, 0, all, length, payload.length);
                out.write(all);
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static byte[] sha1(String text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text.getBytes(ISO_8859_1));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
