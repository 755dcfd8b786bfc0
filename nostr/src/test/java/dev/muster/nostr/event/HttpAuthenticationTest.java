package dev.muster.nostr.event;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.RANDOM;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-98: how an HTTP request says who makes it.
class HttpAuthenticationTest {
    private static final URI URL = URI.create("https://relay.example.org/api?a=1&b=2");
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final byte[] BODY = "{\"method\":\"x\"}".getBytes(UTF_8);
    private static final byte[] NO_BODY = {};

    @Test
    void B98_1_acceptsASignedRequestWithAndWithoutABody() {
        for (byte[] body : new byte[][] {BODY, NO_BODY}) {
            Event signed = HttpAuthentication.request(ALICE.publicKey(), "POST", URL, body, NOW)
                    .sign(ALICE, RANDOM);
            Event received = HttpAuthentication.parse(HttpAuthentication.header(signed));

            assertThat(received).isEqualTo(signed);
            assertThat(HttpAuthentication.flaw(received, "post", URL, body, NOW.plusSeconds(60)))
                    .isEmpty();
        }
    }

    @Test
    void B98_1_refusesAnotherRequestTimeKindOrBody() {
        Event signed = HttpAuthentication.request(ALICE.publicKey(), "POST", URL, BODY, NOW)
                .sign(ALICE, RANDOM);
        URI other = URI.create("https://relay.example.org/api?a=1");

        assertThat(HttpAuthentication.flaw(signed, "GET", URL, BODY, NOW)).isPresent();
        assertThat(HttpAuthentication.flaw(signed, "POST", other, BODY, NOW)).isPresent();
        assertThat(HttpAuthentication.flaw(signed, "POST", URL, "other".getBytes(UTF_8), NOW))
                .isPresent();
        assertThat(HttpAuthentication.flaw(signed, "POST", URL, NO_BODY, NOW)).isPresent();
        assertThat(HttpAuthentication.flaw(signed, "POST", URL, BODY, NOW.plusSeconds(61)))
                .isPresent();
        assertThat(HttpAuthentication.flaw(signed, "POST", URL, BODY, NOW.minusSeconds(61)))
                .isPresent();
        assertThat(HttpAuthentication.flaw(Events.note("x"), "POST", URL, BODY, NOW))
                .isPresent();
        Event bodyNotSigned = HttpAuthentication.request(ALICE.publicKey(), "POST", URL, NO_BODY, NOW)
                .sign(ALICE, RANDOM);
        assertThat(HttpAuthentication.flaw(bodyNotSigned, "POST", URL, BODY, NOW))
                .contains("the payload tag is not the SHA-256 of the body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer abc", "Nostr", "Nostr ???", "Nostr bm90IGpzb24=", "Nostr e30="})
    void B98_1_refusesHeadersThatHoldNoEvent(String header) {
        assertThatThrownBy(() -> HttpAuthentication.parse(header)).isInstanceOf(IllegalArgumentException.class);
    }
}
