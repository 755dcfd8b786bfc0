package dev.muster.nostr.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretKeyTest {
    private static final String ORDER_LESS_ONE = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";
    private static final String G_X = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

    @Test
    void oneAndTheOrderLessOneAreTheEnds() {
        assertThat(SecretKey.parse("00".repeat(31) + "01").publicKey().hex()).isEqualTo(G_X);
        assertThat(SecretKey.parse(ORDER_LESS_ONE).publicKey().hex()).isEqualTo(G_X);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void refusesWhatIsNoScalar(String hex) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretKey.parse(hex))
                .withMessage("a secret key lies between 1 and the order of the curve");
    }

    @Test
    void refusesAnotherLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SecretKey(new byte[31]))
                .withMessage("a secret key has 32 bytes, not 31");
    }

    @Test
    void neverShowsItself() {
        SecretKey key = SecretKey.random(new SecureRandom());
        assertThat(key.toString()).isEqualTo("SecretKey of " + key.publicKey()).doesNotContain(key.hex());
    }

    @Test
    void isEqualByValueAndKeepsItsBytes() {
        SecretKey key = SecretKey.parse(ORDER_LESS_ONE);
        key.bytes()[0] = 0;
        assertThat(key.hex()).isEqualTo(ORDER_LESS_ONE);
        assertThat(key)
                .isEqualTo(SecretKey.parse(ORDER_LESS_ONE))
                .hasSameHashCodeAs(SecretKey.parse(ORDER_LESS_ONE))
                .isNotEqualTo(SecretKey.parse("00".repeat(31) + "01"));
    }
}
