package dev.muster.sip.tone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WavTest {
    /// One channel of PCM at 8000 samples a second, with a chunk of nobody's and two samples: 1 and -2.
    private static final String FILE = "52494646 2e000000 57415645"
            + "4c495354 03000000 61626300"
            + "666d7420 10000000 0100 0100 401f0000 803e0000 0200 1000"
            + "64617461 04000000 0100 feff";

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static Wav read(byte[] bytes) throws IOException {
        return Wav.read(new ByteArrayInputStream(bytes));
    }

    @Test
    void aFileOfOthersIsRead() throws IOException {
        Wav wav = read(hex(FILE));

        assertThat(wav.format()).isEqualTo(new WavFormat(WavFormat.Encoding.PCM16, 1, 8000));
        assertThat(wav.samples()).containsExactly(1, -2);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsRead(WavFormat.Encoding encoding) throws IOException {
        var format = new WavFormat(encoding, 2, 8000);
        var samples = new short[] {8, -8, 1000, -1000, 0, 32_000};
        var file = new ByteArrayOutputStream();
        new Wav(format, samples).write(file);
        Wav wav = read(file.toByteArray());

        assertThat(wav.format()).isEqualTo(format);
        for (int i = 0; i < samples.length; i++)
            assertThat(Math.abs(wav.samples()[i] - samples[i])).isLessThanOrEqualTo(Math.abs(samples[i]) / 32 + 8);
        assertThat(file.size()).isEqualTo(58 + samples.length * (encoding == WavFormat.Encoding.PCM16 ? 2 : 1));
        assertThat(read(Arrays.copyOf(file.toByteArray(), file.size())).samples())
                .hasSize(6);
    }

    @Test
    void aHeaderSaysWhatFollows() {
        assertThat(new WavFormat(WavFormat.Encoding.PCMU, 2, 8000).header(1000))
                .isEqualTo(hex("52494646 1a040000 57415645 666d7420 12000000 0700 0200 401f0000 803e0000 0200 0800 0000"
                        + "66616374 04000000 f4010000 64617461 e8030000"));
    }

    @Test
    void whatWasWrittenAsItCameIsReadToItsEnd() throws IOException {
        byte[] header = new WavFormat(WavFormat.Encoding.PCMU, 1, 8000).header(WavFormat.UNKNOWN);

        assertThat(read(Arrays.copyOf(header, header.length + 7)).samples()).hasSize(7);
        assertThat(read(Arrays.copyOf(hex(FILE), hex(FILE).length - 1)).samples())
                .as("cut off")
                .hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whatIsNoSoundIsRefused(String file, String why) {
        assertThatThrownBy(() -> read(hex(file)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    static Stream<Arguments> whatIsNoSoundIsRefused() {
        return Stream.of(
                argumentSet("nothing", "", "it ends"),
                argumentSet("another file", FILE.replace("52494646", "89504e47"), "no WAV"),
                argumentSet("another RIFF", FILE.replace("57415645", "41564920"), "no WAV"),
                argumentSet("MP3", FILE.replace("10000000 0100", "10000000 5500"), "only PCM"),
                argumentSet("24 bits", FILE.replace("0200 1000", "0300 1800"), "only PCM"),
                argumentSet("no channel", FILE.replace("0100 0100 401f", "0100 0000 401f"), "no channels"),
                argumentSet("no format", FILE.replace("666d7420", "78787878"), "comes before"),
                argumentSet("half a format", "52494646 00000000 57415645 666d7420 04000000 01000100", "doesn't say"),
                argumentSet("no sound", FILE.replace("64617461", "78787878"), "it ends"),
                argumentSet(
                        "a chunk that is said to be huge",
                        FILE.replace("03000000 616263", "ffffffff 616263"),
                        "it ends"));
    }

    @Test
    void anAnnouncementOfAnotherRateIsRefused() {
        assertThatThrownBy(() -> Prompt.read(new ByteArrayInputStream(hex(FILE.replace("401f0000", "44ac0000")))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("and not 1 of 44100");
    }
}
