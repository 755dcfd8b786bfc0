package dev.muster.bench.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What comes from a relay, byte by byte.
@Timeout(20)
class LoopTest {
    private static final String YES = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
    private static final String DEFLATES =
            YES.replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n");

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final Loop loop = new Loop();
    private final List<String> heard = new ArrayList<>();

    LoopTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        loop.close();
        listener.close();
    }

    @Test
    void messagesComeWholeHoweverTheyAreCutUp() {
        String text = "[\"NOTICE\",\"" + "x".repeat(200) + "\"]";
        byte[] wire = join(YES.getBytes(ISO_8859_1), frame(0x81, "[]"), frame(0x81, text), frame(0x81, "[1]"));
        relaySays(out -> {
            for (byte b : wire) {
                out.write(b);
                out.flush();
            }
        });
        connect();
        loop.until("three messages", () -> heard.size() == 3);
        assertThat(heard).containsExactly("[]", text, "[1]");
    }

    @Test
    void rfc7692_oneMessageMayReferToTheOneBefore() throws IOException {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        byte[] first = deflated(deflater, "[\"EOSE\",\"live\"]");
        byte[] second = deflated(deflater, "[\"EOSE\",\"live\"]");
        assertThat(second).hasSizeLessThan(first.length);
        relaySays(out -> out.write(join(DEFLATES.getBytes(ISO_8859_1), frame(0xc1, first), frame(0xc1, second))));
        connect();
        loop.until("two messages", () -> heard.size() == 2);
        assertThat(heard).containsOnly("[\"EOSE\",\"live\"]");
    }

    @Test
    void aRelayThatHangsUpIsNoticed() {
        relaySays(out -> out.write(YES.getBytes(ISO_8859_1)));
        connect();
        assertThatThrownBy(() -> loop.until("nothing", () -> false))
                .isInstanceOf(WrongAnswer.class)
                .hasMessage("the relay hung up");
    }

    @Test
    void aRelayThatClosesSaysWhy() {
        relaySays(out -> out.write(join(YES.getBytes(ISO_8859_1), frame(0x88, "\3\350too much"))));
        assertThatThrownBy(() -> {
                    connect();
                    loop.until("nothing", () -> false);
                })
                .hasMessage("the relay closed the connection: too much");
    }

    @Test
    void whoeverIsTurnedAwayIsToldSo() {
        relaySays(out -> out.write("HTTP/1.1 429 Too Many Requests\r\n\r\n".getBytes(ISO_8859_1)));
        assertThatThrownBy(this::connect).hasMessage("no WebSocket: the relay answered HTTP/1.1 429 Too Many Requests");
    }

    @Test
    void whatDoesNotComeIsNotWaitedForLonger() {
        assertThatThrownBy(() -> loop.until("godot", () -> false, Duration.ofMillis(20)))
                .hasMessage("waited 0 s in vain for godot");
    }

    private void connect() {
        URI relay = URI.create("ws://127.0.0.1:" + listener.getLocalPort());
        loop.connect(Door.to(relay), (_, message) -> heard.add(message.text()));
    }

    private interface Speech {
        void to(OutputStream out) throws IOException;
    }

    /// Says it to the first who comes, and hangs up.
    private void relaySays(Speech speech) {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = listener.accept()) {
                socket.setTcpNoDelay(true);
                var request = new StringBuilder();
                while (request.indexOf("\r\n\r\n") < 0)
                    request.append((char) socket.getInputStream().read());
                speech.to(socket.getOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static byte[] frame(int first, String payload) {
        return frame(first, payload.getBytes(ISO_8859_1));
    }

    private static byte[] frame(int first, byte[] payload) {
        byte[] head = payload.length < 126
                ? new byte[] {(byte) first, (byte) payload.length}
                : new byte[] {(byte) first, 126, (byte) (payload.length >> 8), (byte) payload.length};
        return join(head, payload);
    }

    private static byte[] deflated(Deflater deflater, String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DeflaterOutputStream(bytes, deflater, 512, true);
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
        return java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() - 4);
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return all.toByteArray();
    }
}
