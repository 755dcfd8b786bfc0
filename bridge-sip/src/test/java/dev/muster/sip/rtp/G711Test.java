package dev.muster.sip.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// ITU-T G.711, tables 1 and 2, scaled to 16 bits.
class G711Test {
    @ParameterizedTest
    @CsvSource({
        "PCMU, 0xff, 0",
        "PCMU, 0x7f, 0",
        "PCMU, 0x80, 32124",
        "PCMU, 0x00, -32124",
        "PCMU, 0xfe, 8",
        "PCMU, 0x8f, 16764",
        "PCMU, 0xf0, 120",
        "PCMU, 0xef, 132",
        "PCMA, 0xd5, 8",
        "PCMA, 0x55, -8",
        "PCMA, 0xaa, 32256",
        "PCMA, 0x2a, -32256",
        "PCMA, 0xda, 248",
        "PCMA, 0xc5, 264",
        "PCMA, 0xa5, 16896"
    })
    void aCodeMeansASample(G711 law, String code, int sample) {
        assertThat(law.decode(Integer.decode(code).byteValue())).isEqualTo((short) sample);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasReadIsWrittenAsItWas(G711 law) {
        for (int code = 0; code < 256; code++) {
            // Zero can be written in two ways.
            if (law == G711.PCMU && code == 0x7f) continue;
            assertThat(law.encode(law.decode((byte) code))).isEqualTo((byte) code);
        }
    }

    /// The steps grow with the sample: a sixteenth of it, and no finer than 16.
    @ParameterizedTest
    @EnumSource
    void everySampleComesBackNearly(G711 law) {
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int loudest = law == G711.PCMU ? 32_635 : 32_767;
            int possible = Math.clamp(sample, -loudest, loudest);
            int off = Math.abs(law.decode(law.encode(sample)) - possible);
            assertThat(off).as("%d", sample).isLessThanOrEqualTo(Math.max(8, Math.abs(possible) / 32 + 5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void louderIsNeverQuieter(G711 law) {
        IntStream.range(Short.MIN_VALUE, Short.MAX_VALUE)
                .forEach(sample -> assertThat(law.decode(law.encode(sample + 1)))
                        .isGreaterThanOrEqualTo(law.decode(law.encode(sample))));
    }

    @Test
    void oneLawIsPutIntoTheOther() {
        var codes = new byte[] {1, (byte) 0x80, 0x00, (byte) 0xff, 1};
        G711.PCMU.translate(G711.PCMA, codes, 1, 3);

        assertThat(codes[0]).isEqualTo((byte) 1);
        assertThat(G711.PCMA.decode(codes[1])).isCloseTo((short) 32124, within((short) 512));
        assertThat(G711.PCMA.decode(codes[2])).isCloseTo((short) -32124, within((short) 512));
        assertThat(G711.PCMA.decode(codes[3])).isEqualTo((short) 8);
        assertThat(codes[4]).isEqualTo((byte) 1);

        G711.PCMA.translate(G711.PCMU, codes, 1, 3);
        assertThat(codes).startsWith(1, 0x80, 0x00);
    }

    @Test
    void silenceIsWhatTheLawsCallIt() {
        assertThat(G711.PCMU.silence()).isEqualTo((byte) 0xff);
        assertThat(G711.PCMA.silence()).isEqualTo((byte) 0xd5);
    }
}
