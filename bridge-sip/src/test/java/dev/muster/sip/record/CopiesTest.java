package dev.muster.sip.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.muster.kit.ledger.TestLedger;
import dev.muster.sip.tone.Wav;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Copies by the programs of others, and what those say of them.
@Timeout(120)
class CopiesTest {
    private static final String FLAC = "dev.muster.sip.record.Studio#hasFlac";
    private static final String LAME = "dev.muster.sip.record.Studio#hasLame";
    private static final int HEAD = 58;

    @RegisterExtension
    final TestLedger ledger = new TestLedger();

    @TempDir
    Path folder;

    private Studio studio;

    @BeforeEach
    void open() {
        studio = Studio.of(ledger);
    }

    private byte[] copy(Recording recording, Format format) throws Exception {
        Encoder encoder = Programs.installed().encoder(format).orElseThrow();
        studio.recordings().addCopy(recording.id(), format, encoder.sampleRate(), out -> {
            try (Playback wav =
                    studio.recordings().open(recording.id(), Format.WAV).orElseThrow()) {
                encoder.encode(wav, out);
            }
        });
        return studio.played(recording.id(), format);
    }

    private void run(Path output, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(output, ISO_8859_1)).isZero();
    }

    @Test
    @EnabledIf(value = FLAC, disabledReason = "the program flac is not installed")
    void flacFindsTheArchiveWholeAndTheSamplesTheSame() throws Exception {
        Recording recording = studio.recorded("call-1");
        Path file = Files.write(folder.resolve("call.flac"), copy(recording, Format.FLAC));
        Path said = folder.resolve("said");
        run(said, "flac", "-t", "--warnings-as-errors", file.toString());
        run(said, "flac", "-d", "--silent", "-o", folder.resolve("call.wav").toString(), file.toString());
        Wav decoded = Wav.read(Files.newInputStream(folder.resolve("call.wav")));
        Wav recorded = Wav.read(new ByteArrayInputStream(studio.played(recording.id(), Format.WAV)));
        assertThat(decoded).usingRecursiveComparison().isEqualTo(recorded);
    }

    @Test
    @EnabledIf(value = LAME, disabledReason = "the program lame is not installed")
    void lameDecodesWhatOneListensTo() throws Exception {
        Recording recording = studio.recorded("call-1");
        Path file = Files.write(folder.resolve("call.mp3"), copy(recording, Format.MP3));
        Path wav = folder.resolve("call.wav");
        run(folder.resolve("said"), "lame", "--decode", file.toString(), wav.toString());
        Wav decoded = Wav.read(Files.newInputStream(wav));
        assertThat(decoded.format().channels()).isEqualTo(2);
        assertThat(decoded.format().rate()).isEqualTo(16_000);
        assertThat(decoded.samples().length / 2).isCloseTo(24_000, within(4_000));
        byte[] pcm = Files.readAllBytes(wav);
        var heard = new Heard(Arrays.copyOfRange(pcm, 44, pcm.length / 2 * 2));
        // Twice as many samples a second: half the frequency, as it is counted there.
        assertThat(heard.share(Side.CALLER, 220, 6_000, 12_000)).isGreaterThan(0.9);
        assertThat(heard.share(Side.OTHER, 500, 6_000, 12_000)).isGreaterThan(0.9);
    }

    @Test
    @EnabledIf(value = FLAC, disabledReason = "the program flac is not installed")
    void sip_R4_copiesAreNotInClearOnDiskEither() throws Exception {
        Recording recording = studio.recorded("call-1");
        byte[] flac = copy(recording, Format.FLAC);
        assertThat(studio.files()).hasSize(2);
        for (Path file : studio.files()) {
            String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
            assertThat(bytes).doesNotContain("fLaC").doesNotContain("RIFF");
            for (int at = 100; at < flac.length - 12; at += 500)
                assertThat(bytes).doesNotContain(new String(flac, at, 12, ISO_8859_1));
        }
        boolean _ =
                ledger.ledger().<Boolean>change(change -> studio.recordings().delete(change, recording.id()));
        assertThat(studio.files()).isEmpty();
    }

    @Test
    void aProgramThatFailsLeavesNoCopy() throws Exception {
        Recording recording = studio.recorded("call-1");
        for (String program : List.of("false", "true", "cat")) {
            var encoder = new Encoder(Format.FLAC, List.of(program), 8000);
            assertThatThrownBy(() -> studio.recordings().addCopy(recording.id(), Format.FLAC, 8000, out -> {
                        try (Playback wav = studio.recordings()
                                .open(recording.id(), Format.WAV)
                                .orElseThrow()) {
                            encoder.encode(wav, out);
                        }
                    }))
                    .isInstanceOf(IOException.class);
            assertThat(studio.recordings().open(recording.id(), Format.FLAC)).isEmpty();
        }
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(new Programs(Optional.empty(), Optional.empty()).missing())
                .containsExactly(
                        "recordings are not archived as FLAC: the program flac is not installed",
                        "recordings have no MP3 to listen to: the program lame is not installed");
        assertThat(new Programs(Optional.of(folder), Optional.of(folder)).missing())
                .isEmpty();
    }

    @Test
    void theSamplesBeginBehindTheHead() throws IOException {
        Recording recording = studio.recorded("call-1");
        try (Playback wav = studio.recordings().open(recording.id(), Format.WAV).orElseThrow()) {
            assertThat(wav.samplesAt()).isEqualTo(HEAD);
        }
    }
}
