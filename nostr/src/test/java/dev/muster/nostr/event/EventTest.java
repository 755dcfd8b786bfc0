package dev.muster.nostr.event;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.nostr.event.Events.RANDOM;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.crypto.PublicKey;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-01: what an event is, to the last byte.
class EventTest {
    /// The example of NIP-70 as nostr-tools 2.25.2 signs it with the secret key 1 (the NIP itself prints a
    /// made-up id).
    private static final String PUBLISHED = """
        {"id":"f017727ad7c6b4c872639506b75ad7c8f85e0896f71610fb491625e1c0b8b2e6",\
        "pubkey":"79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",\
        "created_at":1707409439,"kind":1,"tags":[["-"]],"content":"hello members of the secret group",\
        "sig":"ea77fb8732b51b12f1fa0288c0e34dcc58ac3f164e3f1de1ddc6d3c2e165e8aa1da83f6079086a825ede42daf7bcbe2f5189019f79c3167c8fe168f107483a8f"}\
        """;

    @Test
    void B01_1_acceptsAnEventThatOthersPublished() {
        Event event = parse(PUBLISHED);

        assertThat(event.flaw()).isEmpty();
        assertThat(event.id().hex()).isEqualTo("f017727ad7c6b4c872639506b75ad7c8f85e0896f71610fb491625e1c0b8b2e6");
        assertThat(event.author().hex()).isEqualTo("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
        assertThat(event.createdAt()).isEqualTo(1707409439);
        assertThat(event.kind()).isEqualTo(1);
        assertThat(event.tags()).isEqualTo(Tags.of(Tag.of("-")));
        assertThat(event.content()).isEqualTo("hello members of the secret group");
        assertThat(event.json()).asString(UTF_8).isEqualTo(PUBLISHED);
    }

    @ParameterizedTest
    @CsvSource({
        "f017727a, f017727b",
        "16f81798, 16f81799",
        "1707409439, 1707409438",
        "\"kind\":1, \"kind\":2",
        "[\"-\"], [\"_\"]",
        "hello, hullo"
    })
    void B01_1_everyChangedFieldIsNoticed(String from, String to) {
        assertThat(PUBLISHED).contains(from);
        assertThat(parse(PUBLISHED.replace(from, to)).flaw()).contains("the id is not the hash of the event");
    }

    @Test
    void B01_1_aChangedSignatureIsNoticed() {
        assertThat(parse(PUBLISHED.replace("ea77fb", "eb77fb")).flaw()).contains("the signature is not its author's");
    }

    @Test
    void B01_1_aKeyOffTheCurveIsAFlawNotAnException() {
        var key = PublicKey.parse("ff".repeat(32));
        var rumor = new Rumor(key, 1, 1, Tags.NONE, "");
        Event event = new EventFields(rumor, rumor.id(), Events.note("").signature()).event();

        assertThat(event.flaw()).contains("the signature is not its author's");
    }

    @Test
    void B01_2_theIdIsTheHashOfExactlyTheseBytes() throws Exception {
        String odd = "\u0000\u0001\b\t\n\u000b\f\r\u001f \"/\\<>\u007f\u2028\u2029é😀\ufffe\ufdd0";
        var rumor = new Rumor(ALICE.publicKey(), 1_700_000_000, 1, Tags.of(Tag.of("t", odd), Tag.of("x")), odd);
        String escaped = "\u0000\u0001\\b\\t\\n\u000b\\f\\r\u001f \\\"/\\\\<>\u007f\u2028\u2029é😀\ufffe\ufdd0";
        String preimage = "[0,\"" + ALICE.publicKey() + "\",1700000000,1,[[\"t\",\"" + escaped + "\"],[\"x\"]],\""
                + escaped + "\"]";

        byte[] hash = MessageDigest.getInstance("SHA-256").digest(preimage.getBytes(UTF_8));

        assertThat(rumor.id().bytes()).isEqualTo(hash);
        assertThat(rumor.sign(ALICE, RANDOM).hasItsId()).isTrue();
    }

    @Test
    void B01_2_howeverAClientEscapesTheEventIsTheSame() {
        Event event = Events.note("a/b\n\"é\" \u0001 😀", Tag.of("t", "é/\u001f"));
        String other = new String(event.json(), UTF_8)
                .replace("/", "\\/")
                .replace("\\n", "\\u000A")
                .replace("é", "\\u00e9")
                .replace("😀", "\\ud83d\\uDE00")
                .replace("\"kind\"", " \"\\u006bind\" ");

        Event parsed = parse(other);

        assertThat(parsed).isEqualTo(event);
        assertThat(parsed.flaw()).isEmpty();
        assertThat(parsed.content()).isEqualTo("a/b\n\"é\" \u0001 😀");
        assertThat(parsed.json()).isEqualTo(event.json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00x", "\\ud800\\u0041"})
    void B01_3_refusesLoneSurrogates(String escaped) {
        refuses(PUBLISHED.replace("hello", escaped));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "pubkey", "created_at", "kind", "tags", "content", "sig"})
    void B01_3_refusesAFieldThatComesTwiceOrNever(String name) {
        int from = PUBLISHED.indexOf("\"" + name + "\":");
        int to = PUBLISHED.indexOf(",\"", from) < 0 ? PUBLISHED.length() - 1 : PUBLISHED.indexOf(",\"", from);
        String field = PUBLISHED.substring(from, to);

        assertThatThrownBy(() -> parse("{" + field + "," + PUBLISHED.substring(1)))
                .hasMessage("\"" + name + "\" comes twice");
        assertThatThrownBy(() -> parse(PUBLISHED.replace(field, "\"x\":1"))).hasMessage("\"" + name + "\" is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "f01772,F01772",
        "f01772,1772",
        "f01772,0f01772",
        "f01772,g01772",
        "79be66,79BE66",
        "79be66,be66",
        "ea77fb,EA77FB",
        "ea77fb,77fb"
    })
    void B01_4_refusesHexThatIsNotLowerCaseOrNotOfTheRightLength(String from, String to) {
        refuses(PUBLISHED.replace("\"" + from, "\"" + to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "-1", "1.5", "\"1\"", "1e0", "1.0", "01", "null", "true", "[1]", ""})
    void B01_5_refusesKindsThatAreNotIntegersFrom0To65535(String kind) {
        refuses(PUBLISHED.replace("\"kind\":1", "\"kind\":" + kind));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1.5",
                "\"1707409439\"",
                "1e+10",
                "1707409439.0",
                "9007199254740992",
                "null",
                "99999999999999999999"
            })
    void B01_5_refusesTimesThatAreNotPlainIntegers(String time) {
        refuses(PUBLISHED.replace("1707409439", time));
    }

    @Test
    void B01_5_acceptsEveryTimeAndKindInRange() {
        for (long time : new long[] {0, 1, 1L << 31, 1L << 32, Event.MAX_TIME}) {
            for (int kind : new int[] {0, 1, 9, 65_535}) {
                Event event = Events.signed(ALICE, time, kind, Tags.NONE, "");
                assertThat(parse(new String(event.json(), UTF_8)).flaw()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[]]",
                "[[null]]",
                "[[1]]",
                "[\"-\"]",
                "[[\"-\",null]]",
                "[[\"-\",[\"x\"]]]",
                "{}",
                "null",
                "\"\"",
                "[[\"-\"],]",
                "[[\"-\",]]"
            })
    void B01_6_refusesTagsThatAreNotArraysOfArraysOfStrings(String tags) {
        refuses(PUBLISHED.replace("[[\"-\"]]", tags));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "{}", "[\"x\"]"})
    void B01_6_refusesContentThatIsNotAString(String content) {
        refuses(PUBLISHED.replace("\"hello members of the secret group\"", content));
    }

    @Test
    void B01_7_passesOverUnknownFields() {
        Event event = parse("{\"x\":{\"y\":[1,-2.5e3,null,\"\\u00e9\"]},\"seen_on\":\"r\"," + PUBLISHED.substring(1));

        assertThat(event.json()).asString(UTF_8).isEqualTo(PUBLISHED);
    }

    @Test
    void refusesDeepNestingAndWhatFollows() {
        assertThatThrownBy(() -> parse("{\"x\":" + "[".repeat(100_000))).hasMessageContaining("nested deeper");
        refuses(PUBLISHED + "x");
        refuses("");
        refuses("null");
        refuses("[]");
    }

    @Test
    void readsFieldsInWhateverOrder() {
        String reordered = """
            { "sig": "ea77fb8732b51b12f1fa0288c0e34dcc58ac3f164e3f1de1ddc6d3c2e165e8aa1da83f6079086a825ede42daf7bcbe2f5189019f79c3167c8fe168f107483a8f",
              "content": "hello members of the secret group",
              "tags": [ [ "-" ] ],
              "kind": 1,
              "created_at": 1707409439,
              "pubkey": "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
              "id": "f017727ad7c6b4c872639506b75ad7c8f85e0896f71610fb491625e1c0b8b2e6" }
            """;

        assertThat(parse(reordered)).isEqualTo(parse(PUBLISHED));
    }

    @Test
    void anythingAllowedSurvivesSigningWritingAndReading() {
        var random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            Rumor rumor = Events.random(ALICE.publicKey(), random);
            Event event = rumor.sign(ALICE, RANDOM);
            Event read = Event.parse(event.json());

            assertThat(read).isEqualTo(event);
            assertThat(read.flaw()).isEmpty();
            assertThat(read.unsigned()).isEqualTo(rumor);
            assertThat(read.unsigned().id()).isEqualTo(event.id());
        }
    }

    @Test
    void onlyTheAuthorSigns() {
        var rumor = new Rumor(ALICE.publicKey(), 1, 1, Tags.NONE, "");

        assertThatThrownBy(() -> rumor.sign(BOB, RANDOM)).hasMessage("only its author can sign an event");
    }

    @Test
    void showsNeitherContentNorKeysWhenPrinted() {
        Event event = Events.note("a secret", Tag.of("t", "a secret"));

        assertThat(event.toString() + event.unsigned()).doesNotContain("secret").contains("kind 1");
    }

    @Test
    void rumorRefusesTimesAndKindsOutOfRange() {
        assertThatThrownBy(() -> new Rumor(ALICE.publicKey(), -1, 1, Tags.NONE, ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rumor(ALICE.publicKey(), Event.MAX_TIME + 1, 1, Tags.NONE, ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rumor(ALICE.publicKey(), 1, 65_536, Tags.NONE, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0,REPLACEABLE",
        "1,REGULAR",
        "2,REGULAR",
        "3,REPLACEABLE",
        "4,REGULAR",
        "44,REGULAR",
        "45,REGULAR",
        "999,REGULAR",
        "1000,REGULAR",
        "1059,REGULAR",
        "9999,REGULAR",
        "10000,REPLACEABLE",
        "19999,REPLACEABLE",
        "20000,EPHEMERAL",
        "21059,EPHEMERAL",
        "29999,EPHEMERAL",
        "30000,ADDRESSABLE",
        "39999,ADDRESSABLE",
        "40000,REGULAR",
        "65535,REGULAR"
    })
    void B01_8_storageFollowsTheRangeOfTheKind(int kind, Kind.Storage storage) {
        assertThat(Kind.storage(kind)).isEqualTo(storage);
    }

    @Test
    void B01_9_aMissingIdentifierIsTheSameAsAnEmptyOneAndOnlyTheFirstCounts() {
        assertThat(Tags.NONE.identifier()).isEmpty();
        assertThat(Tags.of(Tag.of("d")).identifier()).isEmpty();
        assertThat(Tags.of(Tag.of("d", "")).identifier()).isEmpty();
        assertThat(Tags.of(Tag.of("p", "x"), Tag.of("d", "one"), Tag.of("d", "two"))
                        .identifier())
                .isEqualTo("one");
        assertThat(Tags.of(Tag.of("d"), Tag.of("d", "two")).identifier()).isEmpty();
    }

    private static void refuses(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Event parse(String json) {
        return Event.parse(json.getBytes(UTF_8));
    }
}
