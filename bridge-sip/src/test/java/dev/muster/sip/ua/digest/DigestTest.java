package dev.muster.sip.ua.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    /// RFC 7616, 3.9.1.
    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA_256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void sip_S1_theExamplesOfRfc7616(Algorithm algorithm, String response) {
        var challenge = new Challenge(
                "http-auth@example.org",
                "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                Optional.of("FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"),
                algorithm,
                true,
                false);
        var proof = Proof.of(
                challenge,
                "Mufasa",
                "Circle of Life",
                "GET",
                "/dir/index.html",
                1,
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
        assertThat(proof.response()).isEqualTo(response);
        assertThat(Proof.parse(proof.header())).contains(proof);
        assertThat(proof.shows("Circle of Life", "GET")).isTrue();
        assertThat(proof.shows("Circle of life", "GET")).isFalse();
        assertThat(proof.shows("Circle of Life", "PUT")).isFalse();
    }

    /// RFC 2069 as corrected by its erratum 749.
    @Test
    void sip_S1_withoutQuality() {
        var challenge = new Challenge(
                "testrealm@host.com",
                "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                Optional.empty(),
                Algorithm.MD5,
                false,
                false);
        var proof = Proof.of(challenge, "Mufasa", "CircleOfLife", "GET", "/dir/index.html", 1, "x");
        assertThat(proof.response()).isEqualTo("1949323746fe6a43ef61f9606e7febea");
        assertThat(proof.header()).doesNotContain("nc=", "qop", "cnonce");
    }

    @Test
    void sip_S1_whatAChallengeSays() {
        assertThat(Challenge.parse("Digest realm=\"a \\\"b\\\"\" ,nonce=n, qop=\"auth-int, auth\",STALE=TRUE,"
                        + " algorithm=sha-256, opaque=\"\""))
                .contains(new Challenge("a \"b\"", "n", Optional.of(""), Algorithm.SHA_256, true, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Digest",
                "Basic realm=\"x\"",
                "Digest realm=\"x\"",
                "Digest realm=\"x\", nonce=\"y",
                "Digest realm=\"x\", nonce=\"y\\",
                "Digest realm=\"x\", nonce=\"y\", algorithm=SHA-512-256",
                "Digest realm=\"x\", nonce=\"y\", algorithm=MD5-sess",
                "Digest realm=\"x\", nonce=\"y\", qop=\"auth-int\""
            })
    void sip_S1_whatCantBeAnsweredIsNone(String header) {
        assertThat(Challenge.parse(header)).isEmpty();
    }

    @Test
    void sip_S1_eachUseOfANonceIsCounted() {
        var logins = new Logins("alice", "secret", new Random(1));
        assertThat(logins.headers("REGISTER", "sip:a")).isEmpty();
        assertThat(logins.asked(List.of(challenge("n1", false)), false, false)).isTrue();
        for (long count = 1; count <= 3; count++)
            assertThat(proof(logins).counted()).contains(count);
        assertThat(logins.asked(List.of(challenge("n2", true)), false, true)).isTrue();
        assertThat(proof(logins)).satisfies(proof -> {
            assertThat(proof.nonce()).isEqualTo("n2");
            assertThat(proof.counted()).contains(1L);
        });
        assertThat(logins.asked(List.of(challenge("n3", false)), false, true)).isFalse();
    }

    private static Challenge challenge(String nonce, boolean isStale) {
        return new Challenge("realm", nonce, Optional.empty(), Algorithm.MD5, true, isStale);
    }

    private static Proof proof(Logins logins) {
        Map.Entry<String, String> header = logins.headers("REGISTER", "sip:a").getFirst();
        assertThat(header.getKey()).isEqualTo("Authorization");
        return Proof.parse(header.getValue()).orElseThrow();
    }

    @Test
    void sip_P1_aNonceIsGoodForAWhileAndEachCountOnce() {
        var now = new Instant[] {Instant.parse("2026-01-01T00:00:00Z")};
        var nonces = new Nonces(() -> now[0], Duration.ofMinutes(5), new Random(1));
        String nonce = nonces.next();
        assertThat(nonces.use(use(nonce, 1))).isEqualTo(Nonces.Use.FRESH);
        assertThat(nonces.use(use(nonce, 1))).isEqualTo(Nonces.Use.STALE);
        assertThat(nonces.use(use(nonce, 3))).isEqualTo(Nonces.Use.FRESH);
        assertThat(nonces.use(use(nonce, 2))).isEqualTo(Nonces.Use.STALE);
        now[0] = now[0].plus(Duration.ofMinutes(6));
        assertThat(nonces.use(use(nonce, 4))).isEqualTo(Nonces.Use.STALE);
    }

    @Test
    void sip_P1_aNonceOfOthersIsForeign() {
        var nonces = new Nonces(Instant::now, Duration.ofMinutes(5), new Random(1));
        String others = new Nonces(Instant::now, Duration.ofMinutes(5), new Random(2)).next();
        for (String nonce : List.of("", "n", others, "z".repeat(64), others.toUpperCase(Locale.ROOT)))
            assertThat(nonces.use(use(nonce, 1))).isEqualTo(Nonces.Use.FOREIGN);
    }

    private static Proof use(String nonce, long count) {
        return Proof.of(challenge(nonce, false), "alice", "secret", "REGISTER", "sip:a", count, "c");
    }
}
