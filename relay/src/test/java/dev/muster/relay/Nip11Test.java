package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.by;
import static dev.muster.relay.Posts.json;
import static dev.muster.relay.Posts.note;
import static dev.muster.relay.Posts.wrapFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.message.RelayMessage.Closed;
import dev.muster.nostr.message.RelayMessage.EndOfStored;
import dev.muster.nostr.message.RelayMessage.Notice;
import dev.muster.nostr.message.RelayMessage.SyncError;
import dev.muster.relay.net.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// NIP-11: what a relay says of itself is so. `n` is accepted and `n + 1` is not, wherever it names a number.
@Timeout(120)
class Nip11Test {
    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    private JsonNode information() throws Exception {
        URI http = URI.create(relay.url().toString().replaceFirst("ws", "http"));
        var request = HttpRequest.newBuilder(http)
                .header("Accept", "application/nostr+json")
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return JsonMapper.shared()
                    .readTree(client.send(request, BodyHandlers.ofString()).body());
        }
    }

    private int limitation(String name) throws Exception {
        return information().get("limitation").get(name).intValue();
    }

    private List<Integer> nips() throws Exception {
        return information()
                .get("supported_nips")
                .valueStream()
                .filter(JsonNode::isIntegralNumber)
                .map(JsonNode::intValue)
                .toList();
    }

    private boolean isTaken(Event event) {
        return relay.client().publish(event).accepted();
    }

    private static Event tagged(int tags) {
        return note(THEN + tags, Collections.nCopies(tags, Tag.of("t", "x")).toArray(Tag[]::new));
    }

    private static Event saying(String content) {
        return Events.signed(ALICE, THEN, Kind.TEXT_NOTE, Tags.NONE, content);
    }

    @Test
    void B11_2_whatIsSwitchedOffIsNotAdvertisedAndWhatIsNotAdvertisedIsRefused() throws Exception {
        assertThat(nips())
                .contains(1, 4, 9, 11, 17, 40, 42, 45, 59, 62, 65, 67, 70, 77)
                .doesNotContain(13, 43, 50, 86);

        relay.reload("limits.syncs=0", "access.legacy_messages=false", "limits.work=4");
        assertThat(nips()).contains(13).doesNotContain(4, 77);
        assertThat(relay.client()
                        .say("[\"NEG-OPEN\",\"x\",{},\"61\"]")
                        .next(SyncError.class)
                        .reason())
                .startsWith("blocked: ");
    }

    @Test
    void B50_1_aSearchIsRefusedNotAnsweredWithoutItsWords() throws Exception {
        relay.client().store(note(THEN));

        assertThat(nips()).doesNotContain(50);
        assertThat(relay.client().stored("{\"search\":\"hello\"}").closed())
                .matches(closed -> closed.reason().startsWith("unsupported: "));
    }

    @Test
    void B11_3_tagsAndCharactersAreCounted() throws Exception {
        relay.reload("limits.event_tags=5", "limits.content_characters=7");
        int tags = limitation("max_event_tags");
        int characters = limitation("max_content_length");

        assertThat(isTaken(tagged(tags))).isTrue();
        assertThat(isTaken(tagged(tags + 1))).isFalse();
        assertThat(isTaken(saying("😀".repeat(characters)))).isTrue();
        assertThat(isTaken(saying("x".repeat(characters + 1)))).isFalse();
    }

    @Test
    void B11_3_theBytesOfAMessageAreCounted() throws Exception {
        relay.reload("limits.message_bytes=4096");
        int most = limitation("max_message_length");
        String empty = "[\"EVENT\"," + json(saying("")) + "]";
        int room = most - empty.length();

        assertThat(isTaken(saying("x".repeat(room)))).isTrue();
        assertThat(isTaken(saying("é".repeat(room / 2)))).isTrue();
        Wire wire = relay.client().say("[\"EVENT\"," + json(saying("x".repeat(room + 1))) + "]");
        Await.until(() -> wire.closeCode() == 1009);
    }

    @Test
    void B11_3_subscriptionsAreCounted() throws Exception {
        relay.reload("limits.subscriptions=3");
        Wire wire = relay.client();

        for (int i = 0; i < limitation("max_subscriptions"); i++) {
            assertThat(wire.subscribe("x" + i, Filter.ALL).next()).isInstanceOf(EndOfStored.class);
        }
        assertThat(wire.subscribe("one more", Filter.ALL).next()).isInstanceOf(Closed.class);
        assertThat(wire.subscribe("x1", Filter.ALL).next()).isInstanceOf(EndOfStored.class);
    }

    @Test
    void B11_3_theCharactersOfASubscriptionsIdAreCounted() throws Exception {
        int most = limitation("max_subid_length");
        Wire wire = relay.client();

        assertThat(wire.subscribe("x".repeat(most), Filter.ALL).next()).isInstanceOf(EndOfStored.class);
        assertThat(wire.say("[\"REQ\",\"" + "x".repeat(most + 1) + "\",{}]").next())
                .isInstanceOf(Notice.class);
    }

    @Test
    void B11_3_whatIsSentAtOnceIsCounted() throws Exception {
        relay.reload("limits.default_limit=2", "limits.max_limit=3");
        Wire wire = relay.client();
        IntStream.range(0, 5).forEach(i -> wire.store(note(THEN + i)));

        assertThat(wire.stored(Filter.ALL).events()).hasSize(limitation("default_limit"));
        assertThat(wire.stored(Filter.ALL.limit(5)).events()).hasSize(limitation("max_limit"));
    }

    @Test
    void B11_3_timesAreBounded() throws Exception {
        relay.reload("limits.oldest=30d", "limits.future=10m");
        int past = limitation("created_at_lower_limit");
        int future = limitation("created_at_upper_limit");
        // The relay's clock may tick before the event is looked at.
        int tick = 5;
        long now = Instant.now().getEpochSecond();

        assertThat(isTaken(note(now - past + tick))).isTrue();
        assertThat(isTaken(note(now - past - 1))).isFalse();
        assertThat(isTaken(note(now + future))).isTrue();
        assertThat(isTaken(note(now + future + tick))).isFalse();
    }

    @Test
    void B13_1_workIsAskedForAndAdvertised() throws Exception {
        relay.reload("limits.work=8");

        assertThat(limitation("min_pow_difficulty")).isEqualTo(8);
        assertThat(information().get("limitation").get("restricted_writes").booleanValue())
                .isTrue();
        assertThat(relay.client().publish(note(THEN)).reason()).startsWith("pow: ");
    }

    @Test
    void B11_4_aLimitForThePastLetsBackdatedWrapsIn() throws IOException {
        relay.reload("limits.oldest=3d");
        long twoDaysAgo = Instant.now().minus(Duration.ofDays(2)).getEpochSecond();

        assertThat(isTaken(wrapFor(BOB.publicKey(), Kind.GIFT_WRAP, twoDaysAgo)))
                .isTrue();
        assertThat(isTaken(wrapFor(BOB.publicKey(), Kind.GIFT_WRAP, twoDaysAgo - 90_000)))
                .isFalse();
    }

    @Test
    void B11_5_authenticationIsOfferedAtOnceAndNotRequired() throws Exception {
        assertThat(information().get("limitation").get("auth_required").booleanValue())
                .isFalse();

        Wire wire = relay.client();
        assertThat(wire.challenge()).isNotEmpty();
        wire.store(by(ALICE, Kind.TEXT_NOTE));
        assertThat(wire.stored(Filter.ALL).events()).hasSize(1);
    }
}
