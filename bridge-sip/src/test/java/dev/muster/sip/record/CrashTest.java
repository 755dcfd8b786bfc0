package dev.muster.sip.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.vault.Vault;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.event.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class CrashTest {
    private static final int HEAD = 58;

    @TempDir
    Path folder;

    @Test
    void sip_R4_whatWasRecordedBeforeAKillIsThere() throws Exception {
        Vault.create(folder.resolve("vault.key"), Events.RANDOM);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessCall.class.getName(),
                        folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Await.until(Duration.ofMinutes(2), () -> onDisk() > 3L * (Seal.CHUNK + Seal.TAG));
        } finally {
            process.destroyForcibly().waitFor();
        }
        var vault = Vault.open(folder.resolve("vault.key"), Events.RANDOM);
        try (Ledger ledger = Ledger.open(folder.resolve("data"), vault)) {
            var studio = new Studio(ledger, folder.resolve("call-recordings"));
            List<Recording> before = studio.recordings().of(ledger, "call-1");
            assertThat(before).extracting(Recording::state).containsExactly(State.RECORDING);
            assertThat(studio.recordings().recover()).isEqualTo(1);
            Recording recording = studio.recordings().of(ledger, "call-1").getFirst();
            assertThat(recording.state()).isEqualTo(State.DONE);
            assertThat(recording.isWhole()).isFalse();
            assertThat(recording.duration()).isGreaterThan(Duration.ofSeconds(3));
            byte[] wav = studio.played(recording.id(), Format.WAV);
            var heard = new Heard(Arrays.copyOfRange(wav, HEAD, wav.length));
            assertThat(heard.share(Side.CALLER, 440, 0, heard.length())).isCloseTo(1, within(0.02));
            assertThat(studio.recordings().recover()).isZero();
        }
    }

    private long onDisk() {
        Path files = folder.resolve("call-recordings");
        if (!Files.exists(files)) return 0;
        try (var all = Files.walk(files)) {
            long bytes = 0;
            for (Path file : all.filter(Files::isRegularFile).toList()) bytes += Files.size(file);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
