package dev.muster.sip.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.muster.kit.ledger.TestLedger;
import dev.muster.kit.vault.Vault;
import dev.muster.nostr.event.Events;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.tone.Wav;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class RecordingsTest {
    private static final int HEAD = 58;

    @RegisterExtension
    final TestLedger ledger = new TestLedger();

    private Studio studio;

    @BeforeEach
    void open() {
        studio = Studio.of(ledger);
    }

    private Recording found(String id) {
        return studio.recordings().find(ledger.ledger(), id).orElseThrow();
    }

    @Test
    void sip_R3_aCallIsRecordedInStereo() throws Exception {
        Recording recording = studio.recorded("call-1");
        assertThat(recording.state()).isEqualTo(State.DONE);
        assertThat(recording.isWhole()).isTrue();
        assertThat(recording.call()).isEqualTo("call-1");
        assertThat(recording.duration()).isEqualTo(Duration.ofMillis(1500));
        assertThat(recording.channels()).isEqualTo(2);
        assertThat(found(recording.id())).isEqualTo(recording);
        byte[] wav = studio.played(recording.id(), Format.WAV);
        Wav read = Wav.read(new ByteArrayInputStream(wav));
        assertThat(read.format().channels()).isEqualTo(2);
        assertThat(read.format().rate()).isEqualTo(8000);
        assertThat(read.samples()).hasSize(2 * 12_000);
        var heard = new Heard(Arrays.copyOfRange(wav, HEAD, wav.length));
        assertThat(heard.share(Side.CALLER, 440, 0, 12_000)).isCloseTo(1, within(0.02));
        assertThat(heard.share(Side.OTHER, 1000, 0, 12_000)).isCloseTo(1, within(0.02));
        assertThat(recording.copy(Format.WAV).orElseThrow().sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(wav)));
        assertThat(recording.copy(Format.WAV).orElseThrow().bytes()).isEqualTo(wav.length);
    }

    @Test
    void sip_R3_whoOnlyListensDoesNotShortenIt() throws IOException {
        try (Recorder recorder = studio.begin("call-1")) {
            Recording recording = recorder.end(5_000 * Speaker.MILLISECOND).join();
            assertThat(recording.duration()).isEqualTo(Duration.ofSeconds(5));
            assertThat(recorder.isRunning()).isFalse();
        }
    }

    @Test
    void sip_R4_nothingIsInClearOnDisk() throws IOException {
        Recording recording = studio.recorded("call-1");
        byte[] wav = studio.played(recording.id(), Format.WAV);
        List<Path> files = studio.files();
        assertThat(files).hasSize(1);
        assertThat(files.getFirst().toString()).endsWith("2026/11/" + recording.id() + ".wav.enc");
        try (var all = Files.walk(ledger.folder())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
                assertThat(bytes).doesNotContain("RIFF").doesNotContain("call-1");
                for (int at = HEAD; at < wav.length - 12; at += 1200)
                    assertThat(bytes).doesNotContain(new String(wav, at, 12, ISO_8859_1));
            }
        }
    }

    @Test
    void sip_R4_anyPartIsPlayed() throws IOException {
        Recording recording = studio.recorded("call-1");
        byte[] wav = studio.played(recording.id(), Format.WAV);
        var random = new Random(1);
        try (Playback playback =
                studio.recordings().open(recording.id(), Format.WAV).orElseThrow()) {
            for (int i = 0; i < 50; i++) {
                int from = random.nextInt(i % 2 == 0 ? 100 : wav.length);
                int to = from + random.nextInt(wav.length - from);
                var out = new ByteArrayOutputStream();
                playback.writeTo(out, from, to);
                assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(wav, from, to));
            }
        }
    }

    @Test
    void sip_R4_aBitThatIsOtherwiseIsNotPlayed() throws IOException {
        Recording recording = studio.recorded("call-1");
        Path file = studio.files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> studio.played(recording.id(), Format.WAV)).isInstanceOf(IOException.class);
    }

    /// With the key that seals everything gone from the vault, what was recorded under it still plays.
    @Test
    void sip_R4_theVaultsKeyIsChangedWithoutTouchingTheFiles() throws IOException {
        Recording recording = studio.recorded("call-1");
        byte[] before = studio.played(recording.id(), Format.WAV);
        Path keys = ledger.folder().resolve("vault.key");
        Vault.addKey(keys, Events.RANDOM);
        ledger.reopened();
        Files.writeString(keys, Files.readAllLines(keys).getFirst() + "\n");
        ledger.reopened();
        studio = Studio.of(ledger);
        assertThat(studio.played(recording.id(), Format.WAV)).isEqualTo(before);
    }

    @Test
    void whatComesFasterThanItIsWrittenIsCountedAndNobodyWaits() throws IOException {
        Recorder recorder = studio.begin("call-1");
        Speaker caller = Speaker.of(1);
        for (int i = 0; i < 10 * Belt.SLOTS; i++)
            recorder.voice(Side.CALLER, caller.loud(i * G711.FRAME, G711.FRAME), G711.PCMU, i * Speaker.FRAME_NANOS);
        assertThat(recorder.missed()).isPositive();
        Recording recording = recorder.end(20_000 * Speaker.MILLISECOND).join();
        assertThat(recording.state()).isEqualTo(State.DONE);
        assertThat(recording.duration()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void whatGoesOnIsNotPlayedYet() throws IOException {
        try (Recorder recorder = studio.begin("call-1")) {
            assertThat(recorder.isRunning()).isTrue();
            assertThat(found(recorder.id()).state()).isEqualTo(State.RECORDING);
            assertThat(studio.recordings().open(recorder.id(), Format.WAV)).isEmpty();
        }
    }

    @Test
    void whoEverClosesItEndsIt() throws IOException {
        Recorder recorder = studio.begin("call-1");
        Studio.talk(recorder);
        recorder.close();
        assertThat(found(recorder.id()).state()).isEqualTo(State.DONE);
    }

    @Test
    void theRecordingsOfACallAreListed() throws IOException {
        Recording first = studio.recorded("call-1");
        Recording second = studio.recorded("call-1");
        Recording other = studio.recorded("call-2");
        assertThat(studio.recordings().of(ledger.ledger(), "call-1")).containsExactlyInAnyOrder(first, second);
        assertThat(studio.recordings().of(ledger.ledger(), "call-2")).containsExactly(other);
        assertThat(studio.recordings().find(ledger.ledger(), "none")).isEmpty();
    }

    @Test
    void whatIsDeletedIsGone() throws IOException {
        Recording recording = studio.recorded("call-1");
        assertThat(ledger.ledger().<Boolean>change(change -> studio.recordings().delete(change, recording.id())))
                .isTrue();
        assertThat(ledger.ledger().<Boolean>change(change -> studio.recordings().delete(change, recording.id())))
                .isFalse();
        assertThat(studio.files()).isEmpty();
        assertThat(found(recording.id()).state()).isEqualTo(State.DELETED);
        assertThat(found(recording.id()).duration()).isEqualTo(Duration.ofMillis(1500));
        assertThat(studio.recordings().open(recording.id(), Format.WAV)).isEmpty();
    }

    @Test
    void whatIsDeletedWhileItGoesOnStaysDeleted() throws IOException {
        Recorder recorder = studio.begin("call-1");
        Studio.talk(recorder);
        boolean _ =
                ledger.ledger().<Boolean>change(change -> studio.recordings().delete(change, recorder.id()));
        recorder.close();
        assertThat(found(recorder.id()).state()).isEqualTo(State.DELETED);
        assertThat(studio.files()).isEmpty();
    }

    @Test
    void afterSomeTimeTheyAreForgotten() throws IOException {
        Recording recording = studio.recorded("call-1");
        assertThat(studio.recordings().forget(Studio.NOON.minusSeconds(1))).isZero();
        assertThat(found(recording.id()).state()).isEqualTo(State.DONE);
        assertThat(studio.recordings().forget(Studio.NOON)).isEqualTo(1);
        assertThat(studio.recordings().find(ledger.ledger(), recording.id())).isEmpty();
        assertThat(studio.recordings().of(ledger.ledger(), "call-1")).isEmpty();
        assertThat(studio.files()).isEmpty();
    }

    @Test
    void filesThatNobodyCanOpenAreRemovedAtTheNextStart() throws IOException {
        Recording recording = studio.recorded("call-1");
        Path file = studio.files().getFirst();
        Path orphan = file.resolveSibling("0".repeat(32) + ".wav.enc");
        Path other = file.resolveSibling("notes.txt");
        Files.write(orphan, new byte[100]);
        Files.write(other, new byte[100]);
        assertThat(studio.recordings().recover()).isZero();
        assertThat(studio.files()).containsExactlyInAnyOrder(file, other);
        assertThat(found(recording.id()).state()).isEqualTo(State.DONE);
    }

    @Test
    void formatsAreKnownByTheirWords() {
        for (Format format : Format.values())
            assertThat(Format.of(format.word())).isEqualTo(Optional.of(format));
        assertThat(Format.of("exe")).isEmpty();
    }
}
