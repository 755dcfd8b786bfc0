package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.crypto.Hex;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.ClientAuthentication;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.HttpAuthentication;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rust.nostr.sdk.EventBuilder;
import rust.nostr.sdk.HttpData;
import rust.nostr.sdk.HttpMethod;
import rust.nostr.sdk.RelayUrl;

/// Who somebody is, proven to a relay (NIP-42) or for a request (NIP-98), crosses between implementations.
@Timeout(120)
class AuthenticationTest {
    private static final URI RELAY = URI.create("wss://relay.example.com/group");
    private static final String CHALLENGE = "c4a7 \"é\"";
    private static final URI URL = URI.create("https://example.com/v1/upload?day=Tuesday&x=%20");
    private static final Map<String, String> BODY = Map.of("text", "é\"\n");
    private static final byte[] BODY_BYTES = "{\"text\":\"é\\\"\\n\"}".getBytes(UTF_8);
    private static final byte[] NO_BODY = {};

    private final SecretKey key = SecretKey.random(Events.RANDOM);

    // NIP-42

    @Test
    @NeedsNode
    void nip42_weBelieveNostrTools(NodePeer node) {
        Event answer = event(node.text("authenticate", key.hex(), RELAY.toString(), CHALLENGE));
        assertThat(ClientAuthentication.flaw(answer, RELAY, CHALLENGE, Instant.now()))
                .isEmpty();
    }

    @Test
    @NeedsRust
    void nip42_weBelieveRustNostr() throws Exception {
        var relay = RelayUrl.Companion.parse(RELAY.toString());
        Event answer =
                RustNostr.event(EventBuilder.Companion.auth(CHALLENGE, relay).signWithKeys(RustNostr.keys(key)));
        assertThat(ClientAuthentication.flaw(answer, RELAY, CHALLENGE, Instant.now()))
                .isEmpty();
    }

    /// nostr-tools has nothing to check an answer with: ours says what it would say.
    @Test
    @NeedsNode
    void nip42_ourAnswerSaysWhatThatOfNostrToolsSays(NodePeer node) {
        Event theirs = event(node.text("authenticate", key.hex(), RELAY.toString(), CHALLENGE));
        Event ours = ClientAuthentication.answer(key.publicKey(), RELAY, CHALLENGE, Instant.now())
                .sign(key, Events.RANDOM);
        assertThat(ours.kind()).isEqualTo(theirs.kind());
        assertThat(ours.tags()).isEqualTo(theirs.tags());
        assertThat(ours.content()).isEqualTo(theirs.content());
        assertThat(node.ask("verify", List.of(new String(ours.json(), UTF_8)))
                        .get(0)
                        .asBoolean())
                .isTrue();
    }

    // NIP-98

    @Test
    @NeedsNode
    void nip98_weBelieveNostrTools(NodePeer node) {
        Event get = HttpAuthentication.parse(node.text("token", key.hex(), URL.toString(), "GET"));
        assertThat(HttpAuthentication.flaw(get, "GET", URL, NO_BODY, Instant.now()))
                .isEmpty();

        Event post = HttpAuthentication.parse(node.text("token", key.hex(), URL.toString(), "POST", BODY));
        assertThat(HttpAuthentication.flaw(post, "POST", URL, BODY_BYTES, Instant.now()))
                .isEmpty();
        assertThat(HttpAuthentication.flaw(post, "POST", URL, "{}".getBytes(UTF_8), Instant.now()))
                .isPresent();
    }

    @Test
    @NeedsNode
    void nip98_nostrToolsBelievesUs(NodePeer node) {
        assertThat(node.ask("checkToken", header("GET", NO_BODY), URL.toString(), "GET")
                        .asBoolean())
                .isTrue();
        String post = header("POST", BODY_BYTES);
        assertThat(node.ask("checkToken", post, URL.toString(), "POST", BODY).asBoolean())
                .isTrue();
        assertThatThrownBy(() -> node.ask("checkToken", post, URL.toString(), "POST", Map.of("text", "other")))
                .isInstanceOf(NodePeer.Refused.class);
        assertThatThrownBy(() -> node.ask("checkToken", post, URL.toString(), "PUT", BODY))
                .isInstanceOf(NodePeer.Refused.class);
    }

    @Test
    @NeedsRust
    void nip98_weBelieveRustNostr() throws Exception {
        String payload = Hex.of(MessageDigest.getInstance("SHA-256").digest(BODY_BYTES));
        var request = new HttpData(URL.toString(), HttpMethod.POST, payload);
        Event post = RustNostr.event(EventBuilder.Companion.httpAuth(request).signWithKeys(RustNostr.keys(key)));
        assertThat(HttpAuthentication.flaw(post, "POST", URL, BODY_BYTES, Instant.now()))
                .isEmpty();
    }

    private String header(String method, byte[] body) {
        var request = HttpAuthentication.request(key.publicKey(), method, URL, body, Instant.now());
        return HttpAuthentication.header(request.sign(key, Events.RANDOM));
    }

    private static Event event(String json) {
        return Event.parse(json.getBytes(UTF_8));
    }
}
