package dev.muster.sip.dtls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
    /// FIPS 180-4's example, in the form of RFC 8122.
    private static final String ABC =
            "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:" + "B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";

    private static final byte[] CERTIFICATE = "abc".getBytes(US_ASCII);

    @Test
    void aCertificateIsRecognised() {
        byte[] digest = HexFormat.ofDelimiter(":").parseHex(ABC);
        Fingerprint fingerprint = Fingerprint.of("sha-256", digest).orElseThrow();

        assertThat(fingerprint.isOf(CERTIFICATE)).isTrue();
        assertThat(fingerprint.isOf("abd".getBytes(US_ASCII))).isFalse();
        assertThat(fingerprint).isEqualTo(Fingerprint.of(CERTIFICATE)).hasToString("sha-256 " + ABC);
    }

    @ParameterizedTest
    @CsvSource({"SHA-256, 32", "sha-384, 48", "sha-512, 64"})
    void theseAreGoodEnough(String hash, int length) {
        assertThat(Fingerprint.of(hash, new byte[length])).isPresent();
    }

    @ParameterizedTest(name = "{0}, {1} bytes")
    @CsvSource({"sha-1, 20", "md5, 16", "sha-256, 31", "sha-256, 0", "sha-384, 32", "'', 32"})
    void whatProvesNothingIsNone(String hash, int length) {
        assertThat(Fingerprint.of(hash, new byte[length])).isEmpty();
    }
}
