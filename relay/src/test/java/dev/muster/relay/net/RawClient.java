package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A client that writes whatever bytes a test wants, and reads the relay's frames one by one.
public final class RawClient implements AutoCloseable {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final byte[] MASK = {(byte) 0x9a, 0x3c, 0x51, (byte) 0xe7};

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /// One frame of the relay.
    public record Frame(int first, byte[] payload) {
        public int opcode() {
            return first & 0xf;
        }

        boolean isCompressed() {
            return (first & 0x40) != 0;
        }

        String text() {
            return new String(payload, UTF_8);
        }

        public int closeCode() {
            return ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    /// Connects, and says nothing yet.
    static RawClient connect(Server server) throws IOException {
        return connect(server, "127.0.0.1");
    }

    /// @param from which of this machine's addresses it comes from
    static RawClient connect(Server server, String from) throws IOException {
        return connect(server.address(), from);
    }

    /// Connects to a whole relay, and says nothing yet.
    ///
    /// @param from which of this machine's addresses it comes from
    public static RawClient connect(InetSocketAddress relay, String from) throws IOException {
        return of(relay, from, 0);
    }

    /// Has little room for what it doesn't read.
    static RawClient openWithSmallBuffer(Server server) throws IOException {
        return openWithSmallBuffer(server.address());
    }

    public static RawClient openWithSmallBuffer(InetSocketAddress relay) throws IOException {
        RawClient client = of(relay, "127.0.0.1", 4096);
        client.shakeHands();
        return client;
    }

    private static RawClient of(InetSocketAddress relay, String from, int buffer) throws IOException {
        var socket = new Socket();
        if (buffer > 0) socket.setReceiveBufferSize(buffer);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(relay);
        return new RawClient(socket);
    }

    /// Has shaken hands.
    static RawClient open(Server server, String... headers) throws IOException {
        RawClient client = connect(server);
        client.shakeHands(headers);
        return client;
    }

    public void shakeHands(String... headers) throws IOException {
        String answer = handshake("/", headers);
        if (!answer.startsWith("HTTP/1.1 101 ")) throw new IOException("not let in: " + answer);
    }

    /// Asks for a WebSocket and reads the head of the answer.
    public String handshake(String path, String... headers) throws IOException {
        askForWebSocket(path, headers);
        return readHead();
    }

    void askForWebSocket(String path, String... headers) throws IOException {
        String others = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + others + "\r\n");
    }

    String readHead() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.readUnsignedByte());
        return head.toString();
    }

    /// Whatever comes until the relay hangs up.
    String readAll() throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    public void write(String text) throws IOException {
        write(text.getBytes(ISO_8859_1));
    }

    public void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    public void text(String message) throws IOException {
        write(frame(0x80 | TEXT, message.getBytes(UTF_8)));
    }

    public void send(int first, byte[] payload) throws IOException {
        write(frame(first, payload));
    }

    void sendClose(int code) throws IOException {
        send(0x80 | CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    /// A masked frame.
    ///
    /// @param first its first byte: whether it is the last, reserved bits, and opcode
    public static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        frame.put((byte) first);
        if (payload.length < 126) frame.put((byte) (0x80 | payload.length));
        else if (payload.length < 0x10000) frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        else frame.put((byte) (0x80 | 127)).putLong(payload.length);
        frame.put(MASK);
        for (int i = 0; i < payload.length; i++) frame.put((byte) (payload[i] ^ MASK[i & 3]));
        return Arrays.copyOf(frame.array(), frame.position());
    }

    public Frame read() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) length = in.readUnsignedShort();
        else if (length == 127) length = in.readLong();
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return new Frame(first, payload);
    }

    /// The next message, put in clear if it is compressed.
    public String readText() throws IOException {
        Frame frame = read();
        if (frame.opcode() != TEXT) throw new IOException("no text but a frame of kind " + frame.opcode());
        return frame.isCompressed() ? new String(Deflated.inflate(frame.payload()), UTF_8) : frame.text();
    }

    /// Whether the relay has hung up, after whatever else it had to say.
    public boolean isHungUp() throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketException reset) {
            return true;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
