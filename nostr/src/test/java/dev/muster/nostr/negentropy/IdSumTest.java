package dev.muster.nostr.negentropy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.Hex;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// NIP-77: the fingerprint is the start of SHA-256 over the ids' little-endian sum modulo 2^256 and their number.
class IdSumTest {
    private static final String ZEROS = "00".repeat(32);
    private static final String ONE = "01" + "00".repeat(31);
    private static final String GREATEST = "ff".repeat(32);

    @Test
    void nip77_fingerprintOfNothing() {
        assertThat(fingerprint()).isEqualTo("7f9c9e31ac8256ca2f258583df262dbc").isEqualTo(sha256(ZEROS + "00"));
    }

    @Test
    void nip77_fingerprintOfOneId() {
        assertThat(fingerprint(ONE))
                .isEqualTo("2e255099d6d6bee307c8e7075acc78f9")
                .isEqualTo(sha256(ONE + "01"));
    }

    @Test
    void nip77_sumIsLittleEndianAndCarries() {
        String eightBytes = "ff".repeat(8) + "00".repeat(24);
        assertThat(fingerprint(eightBytes, ONE)).isEqualTo(sha256("00".repeat(8) + "01" + "00".repeat(23) + "02"));
        String allButTheLast = "ff".repeat(31) + "00";
        assertThat(fingerprint(allButTheLast, ONE)).isEqualTo(sha256("00".repeat(31) + "01" + "02"));
        assertThat(fingerprint(eightBytes, eightBytes))
                .isEqualTo(sha256("fe" + "ff".repeat(7) + "01" + "00".repeat(23) + "02"));
    }

    @Test
    void nip77_sumIsModulo2To256() {
        assertThat(fingerprint(GREATEST, ONE)).isEqualTo(sha256(ZEROS + "02"));
        assertThat(fingerprint(GREATEST, GREATEST)).isEqualTo(sha256("fe" + "ff".repeat(31) + "02"));
    }

    @Test
    void nip77_countIsAVarint() {
        String[] ids = new String[200];
        for (int n = 0; n < ids.length; n++) ids[n] = "%02x".formatted(n) + "00".repeat(31);
        // 0 + 1 + … + 199 = 19900 = 0x4dbc; 200 = 1 · 128 + 72.
        assertThat(fingerprint(ids)).isEqualTo(sha256("bc4d" + "00".repeat(30) + "8148"));
    }

    @Test
    void nip77_whatWasAddedCanBeTakenAway() {
        IdSum sum = sum(GREATEST, ONE, "8000" + "77".repeat(30));
        sum.subtract(sum(GREATEST, "8000" + "77".repeat(30)));
        assertThat(sum.fingerprint(1)).isEqualTo(sum(ONE).fingerprint(1));
    }

    private static String fingerprint(String... ids) {
        return Hex.of(sum(ids).fingerprint(ids.length).bytes());
    }

    private static IdSum sum(String... ids) {
        IdSum sum = new IdSum();
        for (String id : ids) sum.add(Hex.parse(id), 0);
        return sum;
    }

    private static String sha256(String hex) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Hex.parse(hex));
            return Hex.of(Arrays.copyOf(digest, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
