package dev.muster.nostr.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.nostr.crypto.EncryptedSecretKey.Handling;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EncryptedSecretKeyTest {
    // The bytes of the ncryptsec1… in NIP-49.
    private static final byte[] EXAMPLE = Hex.parse(
            "021052d7c3f8580e7b41953381e5bc49646bc33f02a7dcaac8bdd8da23cd449783240b"
                + "6ebc12edeea7bf00b8e8803440de7b3e9519c3e734cb2ac9a211ea2dc52312e5117a11a3022d813ab438719ca0b504a1193be510c3aee776");
    private static final int LOG_N_AT = 1;
    private static final int HANDLING_AT = 42;
    private static final int CHEAP = 4;

    private final SecureRandom random = new SecureRandom();
    private final SecretKey key = SecretKey.random(random);

    @Test
    void nip49_example() {
        EncryptedSecretKey encrypted = new EncryptedSecretKey(EXAMPLE);
        assertThat(encrypted.logN()).isEqualTo(16);
        assertThat(encrypted.handling()).isEqualTo(Handling.INSECURE);
        assertThat(encrypted.decrypt("nostr").hex())
                .isEqualTo("3501454135014541350145413501453fefb02227e449e57cf4d3a3ce05378683");
    }

    @Test
    void nip49_normalizesThePassword() {
        String typed = "\u212b\u2126\u1e9b\u0323";
        assertThat(EncryptedSecretKey.normalized(typed)).isEqualTo(Hex.parse("c385cea9e1b9a9"));
        assertThat(EncryptedSecretKey.encrypt(key, typed, CHEAP, Handling.UNKNOWN, random)
                        .decrypt("\u00c5\u03a9\u1e69"))
                .isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"INSECURE,0", "SECURE,1", "UNKNOWN,2"})
    void nip49_decryptsWhatItEncrypts(Handling handling, byte keySecurityByte) {
        EncryptedSecretKey encrypted = EncryptedSecretKey.encrypt(key, "correct horse", CHEAP, handling, random);
        assertThat(encrypted.bytes()).hasSize(EncryptedSecretKey.LENGTH).startsWith(2, CHEAP);
        assertThat(encrypted.bytes()[HANDLING_AT]).isEqualTo(keySecurityByte);
        assertThat(encrypted.handling()).isEqualTo(handling);
        assertThat(encrypted.decrypt("correct horse")).isEqualTo(key);
        assertThat(new EncryptedSecretKey(encrypted.bytes())).isEqualTo(encrypted);
    }

    @Test
    void nip49_isDifferentEachTime() {
        assertThat(EncryptedSecretKey.encrypt(key, "p", CHEAP, Handling.SECURE, random))
                .isNotEqualTo(EncryptedSecretKey.encrypt(key, "p", CHEAP, Handling.SECURE, random));
    }

    @Test
    void nip49_refusesAWrongPassword() {
        EncryptedSecretKey encrypted = EncryptedSecretKey.encrypt(key, "right", CHEAP, Handling.SECURE, random);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encrypted.decrypt("wrong"))
                .withMessage("wrong password, or the encrypted key was altered");
    }

    @Test
    void nip49_refusesAnyAlteredByte() {
        byte[] bytes = EncryptedSecretKey.encrypt(key, "right", CHEAP, Handling.INSECURE, random)
                .bytes();
        for (int at = 1; at < bytes.length; at++) {
            bytes[at] ^= 1;
            EncryptedSecretKey altered = new EncryptedSecretKey(bytes);
            assertThatIllegalArgumentException().isThrownBy(() -> altered.decrypt("right"));
            bytes[at] ^= 1;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 23, 255})
    void nip49_refusesToSpendMoreThanFourGibibytes(int logN) {
        byte[] bytes = EXAMPLE.clone();
        bytes[LOG_N_AT] = (byte) logN;
        String message = "log n lies between 1 and 22, not " + logN + ": it decides how much memory a password takes";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EncryptedSecretKey(bytes))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptedSecretKey.encrypt(key, "p", logN, Handling.SECURE, random))
                .withMessage(message);
    }

    @Test
    void nip49_refusesOtherBytes() {
        byte[] version = EXAMPLE.clone();
        version[0] = 1;
        byte[] handling = EXAMPLE.clone();
        handling[HANDLING_AT] = (byte) 0xff;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EncryptedSecretKey(version))
                .withMessage("unknown version of an encrypted secret key: 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EncryptedSecretKey(handling))
                .withMessage("unknown key security byte: 255, expected 0, 1 or 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EncryptedSecretKey(Arrays.copyOf(EXAMPLE, 90)))
                .withMessage("an encrypted secret key has 91 bytes, not 90");
    }

    @Test
    void neverShowsItsBytes() {
        assertThat(new EncryptedSecretKey(EXAMPLE)).hasToString("EncryptedSecretKey[log n 16, INSECURE]");
    }

    /// The example in section 2.2.1 of draft-irtf-cfrg-xchacha-03.
    @Test
    void hChaCha20_exampleOfTheDraft() {
        byte[] key = Hex.parse("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        byte[] nonce = Hex.parse("000000090000004a0000000031415927");
        assertThat(Hex.of(HChaCha20.derive(key, nonce)))
                .isEqualTo("82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc");
    }
}
