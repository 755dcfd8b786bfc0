package dev.muster.kit.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class VaultTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] VALUE = "+420 123 456".getBytes(UTF_8);
    private static final byte[] PLACE = "ana".getBytes(UTF_8);

    @TempDir
    Path folder;

    private Path keys;

    @BeforeEach
    void keys() {
        keys = folder.resolve("vault.key");
        Vault.create(keys, RANDOM);
    }

    private Vault open() {
        return Vault.open(keys, RANDOM);
    }

    @Test
    void whatIsSealedOpensAgain() {
        byte[] box = open().seal(VALUE, PLACE);

        assertThat(open().open(box, PLACE)).isEqualTo(VALUE);
        assertThat(new String(box, UTF_8)).doesNotContain("123");
    }

    @Test
    void theSameValueNeverLooksTheSame() {
        Vault vault = open();

        assertThat(vault.seal(VALUE, PLACE)).isNotEqualTo(vault.seal(VALUE, PLACE));
    }

    @Test
    void itOpensOnlyInItsPlace() {
        Vault vault = open();
        byte[] box = vault.seal(VALUE, PLACE);

        assertThatThrownBy(() -> vault.open(box, "bob".getBytes(UTF_8)))
                .isInstanceOf(VaultFailure.class)
                .hasMessageContaining("where it doesn't belong");
    }

    @Test
    void anyBitThatIsChangedShows() {
        Vault vault = open();
        byte[] box = vault.seal(VALUE, PLACE);
        for (int i = 0; i < box.length; i++) {
            box[i] ^= 1;
            assertThatThrownBy(() -> vault.open(box, PLACE)).isInstanceOf(VaultFailure.class);
            box[i] ^= 1;
        }
        assertThatThrownBy(() -> vault.open(new byte[10], PLACE)).isInstanceOf(VaultFailure.class);
    }

    @Test
    void aNewKeySealsAndTheOldOneStillOpens() {
        byte[] old = open().seal(VALUE, PLACE);

        Vault.addKey(keys, RANDOM);

        Vault vault = open();
        assertThat(vault.open(old, PLACE)).isEqualTo(VALUE);
        assertThat(Vault.sealedBy(vault.seal(VALUE, PLACE)))
                .isEqualTo(vault.newest())
                .isNotEqualTo(Vault.sealedBy(old));
    }

    @Test
    void whoeverHasAnotherKeyOpensNothing() throws IOException {
        byte[] box = open().seal(VALUE, PLACE);
        Files.delete(keys);
        Vault.create(keys, RANDOM);

        assertThatThrownBy(() -> open().open(box, PLACE))
                .isInstanceOf(VaultFailure.class)
                .hasMessageContaining("is missing");
    }

    @Test
    void aNameIsAlwaysFoundUnderTheSame() {
        byte[] ana = open().lookup("people", "ana");

        assertThat(open().lookup("people", "ana")).isEqualTo(ana);
        assertThat(open().lookup("people", "bob")).isNotEqualTo(ana);
        assertThat(open().lookup("phones", "ana")).isNotEqualTo(ana);
    }

    @Test
    void onlyTheOwnerReadsTheKeys() throws IOException {
        Vault.addKey(keys, RANDOM);

        assertThat(Files.getPosixFilePermissions(keys))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(folder).isDirectoryContaining("glob:**/vault.key");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void keysAreNotOverwritten() {
        assertThatThrownBy(() -> Vault.create(keys, RANDOM))
                .isInstanceOf(VaultFailure.class)
                .hasMessageContaining("is there already");
    }

    @Test
    void badKeysAreRefusedWithoutBeingShown() throws IOException {
        String secret = "ab".repeat(31);
        Files.writeString(keys, secret + "\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(VaultFailure.class)
                .hasMessageContaining("64 hex digits")
                .hasMessageNotContaining(secret);

        Files.writeString(keys, "# nothing yet\n");
        assertThatThrownBy(this::open).isInstanceOf(VaultFailure.class).hasMessageContaining("has no key");

        Files.delete(keys);
        assertThatThrownBy(this::open).isInstanceOf(VaultFailure.class).hasMessageContaining("there is no file");
    }

    @Test
    void itsTextShowsNoKey() throws IOException {
        assertThat(open().toString())
                .doesNotContain(Files.readString(keys).strip().substring(0, 16));
    }
}
