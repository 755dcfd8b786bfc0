package dev.muster.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class FramesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 81 80",
        "125, 81 fd",
        "126, 81 fe 00 7e",
        "65535, 81 fe ff ff",
        "65536, 81 ff 00 00 00 00 00 01 00 00"
    })
    void rfc6455_textIsMaskedAndItsLengthInTheShortestForm(int length, String head) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 'x');
        byte[] frame = Frames.text(payload);
        int header = Frames.headerLength(length);
        assertThat(hex(Arrays.copyOf(frame, header))).isEqualTo(head + " 00 00 00 00");
        assertThat(Arrays.copyOfRange(frame, header, frame.length)).isEqualTo(payload);
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}
