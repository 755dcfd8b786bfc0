package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Whatever a client sends is read or refused.
class ConnectionFuzzTest {
    private static final int MOST = 1000;
    private static final byte[] LOOPBACK = InetAddress.getLoopbackAddress().getAddress();

    /// Writes down what it hears.
    private static final class Notes implements FrameReader.Listener {
        final List<String> lines = new ArrayList<>();

        @Override
        public void message(byte[] payload, int size, boolean isDeflated) {
            assertThat(size).isLessThanOrEqualTo(isDeflated ? MOST + 16 : MOST);
            lines.add((isDeflated ? "deflated " : "plain ") + HexFormat.of().formatHex(payload, 0, size));
        }

        @Override
        public void ping(byte[] payload) {
            lines.add("ping " + HexFormat.of().formatHex(payload));
        }

        @Override
        public void close(byte[] code) {
            assertThat(code.length).isIn(0, 2);
            lines.add("close " + HexFormat.of().formatHex(code));
        }
    }

    @FuzzTest
    void frames(byte @NotNull [] sent, int piece) {
        List<String> whole = read(sent, Math.max(1, sent.length));

        assertThat(read(sent, Math.floorMod(piece, 20) + 1)).isEqualTo(whole);
    }

    private static List<String> read(byte[] sent, int piece) {
        var reader = new FrameReader(true);
        var notes = new Notes();
        try {
            for (int from = 0; from < sent.length; from += piece) {
                ByteBuf bytes =
                        Unpooled.wrappedBuffer(Arrays.copyOfRange(sent, from, Math.min(sent.length, from + piece)));
                reader.read(bytes, MOST, notes);
                assertThat(reader.held()).isLessThanOrEqualTo(MOST + 16);
            }
        } catch (Violation violation) {
            notes.lines.add(violation.code() + " " + violation.reason());
        }
        return notes.lines;
    }

    @FuzzTest
    void inflating(byte @NotNull [] sent) {
        try (var compression = new Compression()) {
            assertThat(compression.inflate(sent, sent.length, MOST).length).isLessThanOrEqualTo(MOST);
        } catch (Violation violation) {
            assertThat(violation.code()).isIn(1007, 1009);
        }
    }

    @FuzzTest
    void compressingAndBack(byte @NotNull [] head, byte @NotNull [] event) throws Exception {
        byte[] twice = new byte[2048];
        for (int i = 0; event.length > 0 && i < twice.length; i++) twice[i] = event[i % event.length];
        try (var compression = new Compression()) {
            var parts = compression.deflate(head, twice);
            if (parts.isEmpty()) return;
            ByteBuf out = Unpooled.buffer();
            parts.get().writeTo(out);
            byte[] sent = Arrays.copyOf(out.array(), out.readableBytes());
            byte[] expected = Arrays.copyOf(head, head.length + twice.length + 1);
            System.arraycopy(twice, 0, expected, head.length, twice.length);
            expected[expected.length - 1] = ']';
            assertThat(Deflated.inflate(sent)).isEqualTo(expected);
            assertThat(compression.inflate(sent, sent.length, expected.length)).isEqualTo(expected);
        }
    }

    @FuzzTest
    void headers(byte @NotNull [] text) {
        String header = new String(text, ISO_8859_1);
        var proxies = Proxies.of(List.of("127.0.0.0/8"));

        assertThat(Proxies.counted(proxies.client(LOOPBACK, List.of(header)))).isNotEmpty();
        assertThat(Extension.isAcceptable(List.of(header))).isIn(true, false);
        assertThat(Upgrade.path(header)).doesNotContain("?");
    }
}
