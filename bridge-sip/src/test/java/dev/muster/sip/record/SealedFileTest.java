package dev.muster.sip.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.event.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedFileTest {
    private static final String KEY = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static final String OTHER_KEY = "10112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static final String NAME = "some.wav";
    private static final int SEALED = Seal.CHUNK + Seal.TAG;

    @TempDir
    Path folder;

    private final Random random = new Random(1);

    private Path file() {
        return folder.resolve("2026/11/some.wav.enc");
    }

    private byte[] write(int length, boolean isFinished) throws IOException {
        byte[] plain = new byte[length];
        random.nextBytes(plain);
        Files.deleteIfExists(file());
        try (var out = new SealedWriter(file(), KEY, NAME, Events.RANDOM)) {
            for (int at = 0; at < length; ) {
                int part = Math.min(1 + random.nextInt(20_000), length - at);
                out.write(plain, at, part);
                at += part;
            }
            if (isFinished) out.finish();
        }
        return plain;
    }

    private byte[] read() throws IOException {
        try (SealedFile file = SealedFile.open(file(), KEY, NAME)) {
            byte[] all = new byte[(int) file.length()];
            assertThat(file.read(0, all, 0, all.length)).isEqualTo(all.length);
            return all;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Seal.CHUNK - 1, Seal.CHUNK, Seal.CHUNK + 1, 3 * Seal.CHUNK, 200_000})
    void sip_R4_whatWasWrittenIsRead(int length) throws IOException {
        byte[] plain = write(length, true);
        assertThat(read()).isEqualTo(plain);
    }

    @Test
    void sip_R4_anyPartIsRead() throws IOException {
        byte[] plain = write(200_000, true);
        try (SealedFile file = SealedFile.open(file(), KEY, NAME)) {
            for (int i = 0; i < 100; i++) {
                int from = random.nextInt(plain.length + 100);
                byte[] part = new byte[random.nextInt(50_000)];
                int count = file.read(from, part, 0, part.length);
                int to = Math.min(plain.length, from + part.length);
                assertThat(count).isEqualTo(Math.max(0, to - from));
                if (count > 0) assertThat(Arrays.copyOf(part, count)).isEqualTo(Arrays.copyOfRange(plain, from, to));
            }
        }
    }

    @Test
    void sip_R4_aBitThatIsOtherwiseIsSeen() throws IOException {
        byte[] plain = write(100_000, true);
        byte[] good = Files.readAllBytes(file());
        for (int i = 0; i < 40; i++) {
            byte[] bad = good.clone();
            bad[i < 20 ? i : random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file(), bad);
            assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("damaged");
        }
        Files.write(file(), good);
        assertThat(read()).isEqualTo(plain);
    }

    @Test
    void sip_R4_anEndThatIsMissingIsSeen() throws IOException {
        write(3 * Seal.CHUNK + 500, true);
        byte[] good = Files.readAllBytes(file());
        for (int length : new int[] {
            0,
            5,
            Seal.SALT,
            Seal.SALT + 16,
            Seal.SALT + SEALED,
            Seal.SALT + 2 * SEALED,
            Seal.SALT + 3 * SEALED,
            Seal.SALT + 3 * SEALED + 20,
            good.length - 1
        }) {
            Files.write(file(), Arrays.copyOf(good, length));
            assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("damaged");
        }
        Files.write(file(), Arrays.copyOf(good, good.length + 1));
        assertThatThrownBy(this::read).isInstanceOf(IOException.class);
    }

    @Test
    void sip_R4_chunksCannotBeExchanged() throws IOException {
        write(3 * Seal.CHUNK, true);
        byte[] bytes = Files.readAllBytes(file());
        byte[] first = Arrays.copyOfRange(bytes, Seal.SALT, Seal.SALT + SEALED);
        System.arraycopy(bytes, Seal.SALT + SEALED, bytes, Seal.SALT, SEALED);
        System.arraycopy(first, 0, bytes, Seal.SALT + SEALED, SEALED);
        Files.write(file(), bytes);
        assertThatThrownBy(this::read).isInstanceOf(IOException.class);
    }

    @Test
    void sip_R4_itOpensUnderNoOtherNameAndWithNoOtherKey() throws IOException {
        write(100, true);
        assertThatThrownBy(() -> SealedFile.open(file(), KEY, "other.wav")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> SealedFile.open(file(), OTHER_KEY, NAME)).isInstanceOf(IOException.class);
    }

    @Test
    void sip_R4_theSameTwiceLooksDifferent() throws IOException {
        random.setSeed(3);
        write(1000, true);
        byte[] first = Files.readAllBytes(file());
        random.setSeed(3);
        write(1000, true);
        assertThat(Files.readAllBytes(file())).isNotEqualTo(first);
    }

    @Test
    void sip_R4_onlyItsOwnerMayReadIt() throws IOException {
        write(100, true);
        assertThat(Files.getPosixFilePermissions(file())).hasSize(2);
    }

    /// Wherever the process was when it ended, the chunks before that are there.
    @Test
    void sip_R4_whatWasWrittenBeforeACrashIsRecovered() throws IOException {
        byte[] plain = write(4 * Seal.CHUNK + 999, false);
        byte[] left = Files.readAllBytes(file());
        assertThat(left).hasSize(Seal.SALT + 4 * SEALED);
        for (int i = 0; i < 30; i++) {
            int there = i < 15 ? random.nextInt(2 * SEALED) : random.nextInt(left.length + 1);
            Files.write(file(), Arrays.copyOf(left, there));
            int whole = Math.max(0, there - Seal.SALT) / SEALED * Seal.CHUNK;
            var length = SealedFile.recover(file(), KEY, NAME);
            assertThat(length.orElse(0L)).isEqualTo(whole);
            if (length.isPresent()) assertThat(read()).isEqualTo(Arrays.copyOf(plain, whole));
        }
    }

    @Test
    void sip_R4_whatIsFinishedStaysAsItIs() throws IOException {
        write(2 * Seal.CHUNK + 17, true);
        byte[] before = Files.readAllBytes(file());
        assertThat(SealedFile.recover(file(), KEY, NAME)).hasValue(2L * Seal.CHUNK + 17);
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }
}
