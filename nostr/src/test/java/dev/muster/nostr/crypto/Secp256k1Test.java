package dev.muster.nostr.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class Secp256k1Test {
    private static final SecureRandom SECURE = new SecureRandom();
    private static final Secp256k1 NATIVE = new NativeSecp256k1(SECURE);
    private static final Secp256k1 BOUNCY = new BouncySecp256k1(SECURE);
    private static final int PAIRS = 1_000;

    static Stream<Secp256k1> implementations() {
        return Stream.of(NATIVE, BOUNCY);
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void bip340_vectorsOfTheProposal(Secp256k1 curve) throws IOException {
        List<String> rows = vectors();
        assertThat(rows).hasSize(19);
        for (String row : rows) {
            String[] columns = row.split(",", -1);
            String index = columns[0];
            String secret = columns[1];
            PublicKey author = new PublicKey(hex(columns[2]));
            byte[] message = hex(columns[4]);
            Signature signature = new Signature(hex(columns[5]));
            if (!secret.isEmpty()) {
                SecretKey key = new SecretKey(hex(secret));
                assertThat(curve.publicKey(key)).as(index).isEqualTo(author);
                assertThat(curve.sign(key, message, hex(columns[3]))).as(index).isEqualTo(signature);
            }
            assertThat(curve.verify(author, message, signature)).as(row).isEqualTo(columns[6].equals("TRUE"));
        }
    }

    @Test
    void bip340_eachAcceptsWhatTheOtherSigns() {
        Random random = new Random(340);
        for (int pair = 0; pair < PAIRS; pair++) {
            SecretKey key = SecretKey.random(SECURE);
            byte[] message = bytes(random, 32);
            byte[] auxiliary = bytes(random, 32);
            Signature signature = NATIVE.sign(key, message, auxiliary);
            assertThat(BOUNCY.sign(key, message, auxiliary)).isEqualTo(signature);
            assertThat(BOUNCY.publicKey(key)).isEqualTo(NATIVE.publicKey(key)).isEqualTo(key.publicKey());
            assertThat(BOUNCY.verify(key.publicKey(), message, signature)).isTrue();
            assertThat(NATIVE.verify(key.publicKey(), message, signature)).isTrue();

            byte[] other = flipped(message, random.nextInt(32));
            assertThat(BOUNCY.verify(key.publicKey(), other, signature)).isFalse();
            assertThat(NATIVE.verify(key.publicKey(), other, signature)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void bip340_refusesWhenAnyByteChanged(Secp256k1 curve) {
        SecretKey key = SecretKey.random(SECURE);
        PublicKey author = key.publicKey();
        byte[] message = new byte[32];
        Signature signature = curve.sign(key, message, new byte[32]);
        for (int at = 0; at < 32; at++) {
            assertThat(curve.verify(author, flipped(message, at), signature)).isFalse();
            assertThat(curve.verify(new PublicKey(flipped(author.bytes(), at)), message, signature))
                    .isFalse();
        }
        for (int at = 0; at < Signature.LENGTH; at++)
            assertThat(curve.verify(author, message, new Signature(flipped(signature.bytes(), at))))
                    .isFalse();
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void bip340_auxiliaryRandomnessHas32Bytes(Secp256k1 curve) {
        SecretKey key = SecretKey.random(SECURE);
        assertThatIllegalArgumentException().isThrownBy(() -> curve.sign(key, new byte[32], new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> curve.sign(key, new byte[1], new byte[33]));
    }

    @Test
    void sharedX_isTheSameOnBothSidesAndInBothImplementations() {
        for (int pair = 0; pair < PAIRS; pair++) {
            SecretKey alice = SecretKey.random(SECURE);
            SecretKey bob = SecretKey.random(SECURE);
            byte[] shared = NATIVE.sharedX(alice, bob.publicKey());
            assertThat(NATIVE.sharedX(bob, alice.publicKey())).isEqualTo(shared);
            assertThat(BOUNCY.sharedX(alice, bob.publicKey())).isEqualTo(shared);
            assertThat(BOUNCY.sharedX(bob, alice.publicKey())).isEqualTo(shared);
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void sharedX_withTheKeyOneIsTheOthersKey(Secp256k1 curve) {
        SecretKey one = SecretKey.parse("00".repeat(31) + "01");
        PublicKey other = SecretKey.random(SECURE).publicKey();
        assertThat(curve.sharedX(one, other)).isEqualTo(other.bytes());
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void sharedX_leavesTheKeyAsItWas(Secp256k1 curve) {
        SecretKey key = SecretKey.random(SECURE);
        String before = key.hex();
        byte[] unused = curve.sharedX(key, key.publicKey());
        assertThat(unused).hasSize(32);
        assertThat(key.hex()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void sharedX_refusesAKeyOffTheCurve(Secp256k1 curve) {
        SecretKey key = SecretKey.random(SECURE);
        // No point has x = 5, and the second is the size of the field.
        for (String off : List.of("00".repeat(31) + "05", "f".repeat(55) + "efffffc2f"))
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> curve.sharedX(key, PublicKey.parse(off)))
                    .withMessage("the public key is not on the curve: " + off);
    }

    @Test
    void best_isTheNativeLibraryWhereItLoads() {
        assertThat(Secp256k1.best().name()).isEqualTo("libsecp256k1");
    }

    @Test
    void best_isBouncyCastleWhereTheLibraryIsMissing() {
        Secp256k1 linkage = BestSecp256k1.firstOf(() -> {
            throw new UnsatisfiedLinkError("no secp256k1-jni");
        });
        Secp256k1 state = BestSecp256k1.firstOf(() -> {
            throw new IllegalStateException("Could not load native Secp256k1 JNI library");
        });
        assertThat(linkage.name()).isEqualTo("BouncyCastle");
        assertThat(state.name()).isEqualTo("BouncyCastle");
    }

    private static List<String> vectors() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(Secp256k1Test.class.getResourceAsStream("bip340-test-vectors.csv"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .toList();
        }
    }

    private static byte[] hex(String upperCase) {
        return Hex.parse(upperCase.toLowerCase(Locale.ROOT));
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }
}
