package dev.muster.nostr.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 6455, section 5.
class FrameTest {
    @Test
    void rfc6455_examplesOfSection5_7() throws IOException {
        assertThat(Frame.text("Hello".getBytes(US_ASCII)).masked(bytes("37fa213d")))
                .isEqualTo(bytes("818537fa213d7f9f4d5158"));
        Frame hello = read("810548656c6c6f");
        assertThat(hello.isLast()).isTrue();
        assertThat(hello.opcode()).isEqualTo(Frame.TEXT);
        assertThat(hello.payload()).asString(US_ASCII).isEqualTo("Hello");
        assertThat(read("010348656c").isLast()).isFalse();
        assertThat(read("80026c6f").opcode()).isEqualTo(Frame.CONTINUATION);
        assertThat(read("890548656c6c6f").opcode()).isEqualTo(Frame.PING);
    }

    @ParameterizedTest(name = "{0} bytes")
    @CsvSource({
        "0, 8180",
        "125, 81fd",
        "126, 81fe007e",
        "65535, 81feffff",
        "65536, 81ff0000000000010000",
    })
    void lengthIsWrittenAndReadInItsShortestForm(int length, String head) throws IOException {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 'x');
        byte[] start = bytes(head);

        byte[] masked = Frame.text(payload).masked(new byte[4]);
        assertThat(Arrays.copyOf(masked, start.length)).isEqualTo(start);
        assertThat(masked).hasSize(start.length + 4 + length);

        byte[] plain = new byte[start.length + length];
        System.arraycopy(start, 0, plain, 0, start.length);
        plain[1] &= 0x7f;
        Arrays.fill(plain, start.length, plain.length, (byte) 'x');
        assertThat(read(plain, 65_536).payload()).isEqualTo(payload);
    }

    @Test
    void closeMayHaveACodeAndAReason() throws IOException {
        assertThat(read("8800").closeCode()).isEqualTo(Frame.NO_CODE);
        assertThat(read("880203e9").closeCode()).isEqualTo(1001);
        assertThat(read("880203e9").closeReason()).isEqualTo("closed with code 1001");
        assertThat(read("880503e9627965").closeReason()).isEqualTo("bye");
    }

    @Test
    void moreThanIsTakenIsRefusedBeforeItComes() {
        assertThatThrownBy(() -> read(bytes("817f00000000ffffffff"), 1000)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> read(bytes("817effff"), 1000)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> read(bytes("8105486500"), 1000)).isInstanceOf(EOFException.class);
    }

    private static Frame read(String hex) throws IOException {
        return read(bytes(hex), 1000);
    }

    private static Frame read(byte[] bytes, int most) throws IOException {
        return Frame.read(new DataInputStream(new ByteArrayInputStream(bytes)), most);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
