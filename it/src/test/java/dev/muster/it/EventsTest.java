package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.Secp256k1;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.crypto.Signature;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import nostr.crypto.schnorr.Schnorr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Events cross between implementations: each computes the same id from the same fields (NIP-01), and each
/// accepts what the other has signed (BIP-340).
@Timeout(600)
class EventsTest {
    private static final int EVENTS = 10_000;
    /// As many as fit into a second or two of JavaScript's curve arithmetic.
    private static final int BATCH = 250;
    /// nostr-java takes 10 to 20 ms a signature.
    private static final int SLOW_EVENTS = 100;

    private static final SecretKey KEY = SecretKey.random(Events.RANDOM);

    // nostr-tools

    @Test
    @NeedsNode
    void nostrToolsAcceptsOurEvents(NodePeer node) throws Exception {
        var verdicts = inBatches(node, ours(), (peer, batch) -> verdicts(peer.ask("verify", batch)));
        assertThat(verdicts).hasSize(EVENTS).doesNotContain(false);
    }

    @Test
    @NeedsNode
    void weAcceptTheEventsOfNostrTools(NodePeer node) throws Exception {
        List<Rumor> rumors = rumors(EVENTS);
        var signed = inBatches(node, jsons(rumors), (peer, batch) -> peer.texts("sign", KEY.hex(), batch));
        assertThat(signed).hasSize(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            assertTrue(Event.parse(signed.get(i).getBytes(UTF_8)), rumors.get(i));
        }
    }

    @Test
    @NeedsNode
    void nostrToolsRefusesOurEventsAltered(NodePeer node) {
        List<String> altered = rumors(100).stream().map(EventsTest::altered).toList();
        assertThat(verdicts(node.ask("verify", altered))).hasSize(100).doesNotContain(true);
    }

    // rust-nostr

    @Test
    @NeedsRust
    void rustNostrAcceptsOurEvents() throws Exception {
        for (String event : ours()) {
            try (var theirs = rust.nostr.sdk.Event.Companion.fromJson(event)) {
                assertThat(theirs.verify()).as(event).isTrue();
            }
        }
    }

    @Test
    @NeedsRust
    void weAcceptTheEventsOfRustNostr() throws Exception {
        try (var keys = RustNostr.keys(KEY)) {
            for (Rumor rumor : rumors(EVENTS)) {
                try (var unsigned = RustNostr.unsigned(rumor);
                        var signed = unsigned.signWithKeys(keys)) {
                    assertTrue(RustNostr.event(signed), rumor);
                }
            }
        }
    }

    @Test
    @NeedsRust
    void rustNostrRefusesOurEventsAltered() throws Exception {
        for (Rumor rumor : rumors(100)) {
            try (var theirs = rust.nostr.sdk.Event.Companion.fromJson(altered(rumor))) {
                assertThat(theirs.verify()).isFalse();
            }
        }
    }

    // nostr-java: signatures only, the library for events is not published

    @Test
    void nostrJavaAcceptsOurSignatures() throws Exception {
        for (Rumor rumor : rumors(SLOW_EVENTS)) {
            Event event = rumor.sign(KEY, Events.RANDOM);
            byte[] signature = event.signature().bytes();
            byte[] author = event.author().bytes();
            assertThat(Schnorr.verify(event.id().bytes(), author, signature)).isTrue();
            signature[Events.RANDOM.nextInt(64)] ^= 1;
            assertThat(Schnorr.verify(event.id().bytes(), author, signature)).isFalse();
        }
    }

    @Test
    void weAcceptTheSignaturesOfNostrJava() throws Exception {
        for (int i = 0; i < SLOW_EVENTS; i++) {
            byte[] key = Schnorr.generatePrivateKey();
            var author = new PublicKey(Schnorr.genPubKey(key));
            assertThat(new SecretKey(key).publicKey()).isEqualTo(author);
            byte[] message = random(32);
            var signature = new Signature(Schnorr.sign(message, key, random(32)));
            assertThat(Secp256k1.best().verify(author, message, signature)).isTrue();
        }
    }

    // Where they differ

    /// NIP-01 has every character but seven stand verbatim in what is hashed. The peers hash hexadecimal escapes
    /// for the 27 other control characters: they refuse our events that hold one, and we refuse theirs.
    @Test
    @NeedsNode
    @NeedsRust
    void nip01_controlCharactersAreHashedVerbatim_unlikeThePeers(NodePeer node) throws Exception {
        for (char c = 0; c < 0xa0; c++) {
            boolean differs = c < 0x20 && "\b\t\n\f\r".indexOf(c) < 0;
            Rumor rumor = rumor(Tags.of(Tag.of("t", "x" + c)), "y" + c);
            Event event = rumor.sign(KEY, Events.RANDOM);
            String json = new String(event.json(), UTF_8);
            assertThat(event.flaw()).isEmpty();
            assertThat(node.ask("verify", List.of(json)).get(0).asBoolean())
                    .as(json)
                    .isEqualTo(!differs);
            try (var theirs = rust.nostr.sdk.Event.Companion.fromJson(json)) {
                assertThat(theirs.verify()).as(json).isEqualTo(!differs);
            }
        }
    }

    private static void assertTrue(Event event, Rumor original) {
        assertThat(event.flaw()).isEmpty();
        assertThat(event.unsigned()).isEqualTo(original);
        assertThat(event.id()).isEqualTo(original.id());
    }

    private static List<String> ours() {
        return rumors(EVENTS).stream()
                .map(rumor -> new String(rumor.sign(KEY, Events.RANDOM).json(), UTF_8))
                .toList();
    }

    private static List<Rumor> rumors(int count) {
        return Rumors.random(KEY.publicKey(), count);
    }

    private static Rumor rumor(Tags tags, String content) {
        return new Rumor(KEY.publicKey(), 1_700_000_000, 1, tags, content);
    }

    private static List<String> jsons(List<Rumor> rumors) {
        return rumors.stream().map(Rumors::json).toList();
    }

    /// Half of them with another id, half with another signature.
    private static String altered(Rumor rumor) {
        String json = new String(rumor.sign(KEY, Events.RANDOM).json(), UTF_8);
        int digit = Events.RANDOM.nextBoolean() ? "{\"id\":\"".length() : json.length() - "0\"}".length();
        char other = json.charAt(digit) == '0' ? '1' : '0';
        return json.substring(0, digit) + other + json.substring(digit + 1);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        Events.RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static List<Boolean> verdicts(JsonNode answer) {
        return answer.valueStream().map(JsonNode::asBoolean).toList();
    }

    @FunctionalInterface
    private interface Work<T> {
        List<T> apply(NodePeer peer, List<String> batch);
    }

    /// JavaScript computes in one thread: a second process takes half of it.
    private static <T> List<T> inBatches(NodePeer node, List<String> all, Work<T> work) throws Exception {
        int middle = all.size() / 2;
        try (var second = new NodePeer(NodeScript.PEER);
                var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            var rest = thread.submit(() -> eachBatch(second, all.subList(middle, all.size()), work));
            var results = new ArrayList<>(eachBatch(node, all.subList(0, middle), work));
            results.addAll(rest.get());
            return results;
        }
    }

    private static <T> List<T> eachBatch(NodePeer peer, List<String> all, Work<T> work) {
        var results = new ArrayList<T>();
        for (int from = 0; from < all.size(); from += BATCH) {
            results.addAll(work.apply(peer, all.subList(from, Math.min(all.size(), from + BATCH))));
        }
        return results;
    }
}
