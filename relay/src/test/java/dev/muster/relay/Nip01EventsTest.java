package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.by;
import static dev.muster.relay.Posts.forged;
import static dev.muster.relay.Posts.json;
import static dev.muster.relay.Posts.note;
import static dev.muster.relay.Posts.twins;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.message.RelayMessage;
import dev.muster.nostr.message.RelayMessage.Notice;
import dev.muster.nostr.message.RelayMessage.Ok;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-01: what a relay makes of the events that it is sent.
@Timeout(120)
class Nip01EventsTest {
    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    private Ok refused(Wire wire, String json) {
        RelayMessage answer = wire.publish(json);
        assertThat(answer).isInstanceOf(Ok.class);
        Ok ok = (Ok) answer;
        assertThat(ok.accepted()).isFalse();
        return ok;
    }

    private void isInvalid(Event event, String from, String to) {
        String altered = json(event).replace(from, to);
        assertThat(altered).isNotEqualTo(json(event));
        Wire wire = relay.client();
        assertThat(refused(wire, altered))
                .returns(event.id(), Ok::id)
                .satisfies(ok -> assertThat(ok.reason()).startsWith("invalid: "));
        assertThat(wire.stored(Filter.ALL).events()).isEmpty();
    }

    // Form

    @Test
    void B01_1_anIdThatIsNotTheHashOfTheEventIsInvalid() {
        isInvalid(Events.note("hello"), "hello", "hallo");
    }

    @Test
    void B01_2_anyCharacterComesBackAsItWentIn() {
        var text = new StringBuilder();
        for (char c = 0; c < 0x20; c++) text.append(c);
        text.append("\"\\/<é\u007f\u2028\u2029\ufffe\uffff").appendCodePoint(0x1f600);
        Event event = Events.note(text.toString(), Tag.of("alt", text.toString()));
        Wire wire = relay.client();

        wire.store(event);

        Event back = wire.stored(Filter.ALL).events().getFirst();
        assertThat(back).isEqualTo(event).returns(text.toString(), Event::content);
        assertThat(back.flaw()).isEmpty();
    }

    @Test
    void B01_2_howeverAClientEscapesThemTheEventIsTheSame() {
        Event event = Events.note("hello/ÿ");
        Wire wire = relay.client();

        assertThat(wire.publish(json(event).replace("hello/ÿ", "\\u0068ello\\/\\u00FF")))
                .isEqualTo(new Ok(event.id(), true, ""));
        assertThat(wire.stored(Filter.ALL).events()).containsExactly(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "\\udc00\\ud800", "\\ud800x"})
    void B01_3_halfASurrogatePairIsInvalid(String half) {
        isInvalid(Events.note("hello"), "hello", half);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind", "created_at", "content", "pubkey", "tags", "sig"})
    void B01_3_aFieldGivenTwiceIsInvalid(String field) {
        isInvalid(Events.note("hello"), "\"" + field + "\":", "\"" + field + "\":0,\"" + field + "\":");
    }

    @Test
    void B01_4_hexIsLowerCase() {
        Event event = Events.note("hello");
        String author = event.author().hex();
        String signature = json(event).replaceFirst(".*\"sig\":\"([0-9a-f]{128})\".*", "$1");

        isInvalid(event, author, author.toUpperCase(Locale.ROOT));
        isInvalid(event, signature, signature.toUpperCase(Locale.ROOT));
    }

    @Test
    void B01_4_aSignatureOfSomethingElseIsInvalid() {
        assertThat(refused(relay.client(), forged(Events.note("hello"), "hello", "hallo"))
                        .reason())
                .startsWith("invalid: the signature");
    }

    @Test
    void B01_4_aKeyThatIsNoPointOnTheCurveIsInvalid() {
        String json = forged(Events.note("hello"), ALICE.publicKey().hex(), "f".repeat(64));

        assertThat(refused(relay.client(), json).reason()).startsWith("invalid: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "-1", "1.5", "1.0", "1e0", "\"1\"", "null", "99999999999999999999"})
    void B01_5_aKindIsAnIntegerFrom0To65535(String kind) {
        isInvalid(Events.note("hello"), "\"kind\":1", "\"kind\":" + kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "1e+10", "\"1700000000\"", "null", "4294967296000", "99999999999999999999"})
    void B01_5_aTimeIsAnIntegerAndNotInTheFuture(String time) {
        isInvalid(Events.note("hello"), "\"created_at\":1700000000", "\"created_at\":" + time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[\"t\"]", "[[]]", "[[\"t\",1]]", "[[\"t\",null]]", "[[\"t\",[\"x\"]]]"})
    void B01_6_tagsAreListsOfAtLeastOneString(String tags) {
        isInvalid(Events.note("hello"), "\"tags\":[]", "\"tags\":" + tags);
    }

    @Test
    void B01_7_unknownFieldsAreNotPassedOn() {
        Event event = Events.note("hello");
        Wire wire = relay.client();

        assertThat(wire.publish(json(event).replace("{\"id\"", "{\"seen\":[{\"on\":1}],\"id\"")))
                .isEqualTo(new Ok(event.id(), true, ""));
        assertThat(json(wire.stored(Filter.ALL).events().getFirst())).isEqualTo(json(event));
    }

    // Kinds

    @ParameterizedTest
    @CsvSource({
        "1, 2",
        "2, 2",
        "5, 2",
        "44, 2",
        "45, 2",
        "999, 2",
        "1000, 2",
        "9999, 2",
        "40000, 2",
        "65535, 2", // regular
        "0, 1",
        "3, 1",
        "10000, 1",
        "19999, 1",
        "30000, 1",
        "39999, 1", // replaceable, addressable
        "20000, 0",
        "29999, 0" // ephemeral
    })
    void B01_8_ofTwoEventsByOneAuthorSoManyAreKept(int kind, int kept) {
        Wire wire = relay.client();

        wire.store(by(ALICE, kind, THEN));
        wire.store(by(ALICE, kind, THEN + 1));

        assertThat(wire.counted(Filter.ALL)).isEqualTo(kept);
    }

    @Test
    void B01_9_noIdentifierIsTheSameAsAnEmptyOne() {
        Wire wire = relay.client();

        wire.store(by(ALICE, Kind.APP_DATA, THEN));
        wire.store(by(ALICE, Kind.APP_DATA, THEN + 1, Tag.of("d", "")));
        wire.store(by(ALICE, Kind.APP_DATA, THEN + 2, Tag.of("d")));
        Event last = wire.store(by(ALICE, Kind.APP_DATA, THEN + 3));

        assertThat(wire.stored(Filter.ALL).events()).containsExactly(last);
    }

    @Test
    void B01_9_authorsKindsAndFirstIdentifiersAreKeptApart() {
        Wire wire = relay.client();
        Tag x = Tag.of("d", "x");
        Tag y = Tag.of("d", "y");

        wire.store(by(ALICE, 30_000, x, y));
        wire.store(by(ALICE, 30_000, y, x));
        wire.store(by(ALICE, 30_001, x));
        wire.store(by(BOB, 30_000, x));
        assertThat(wire.counted(Filter.ALL)).isEqualTo(4);

        wire.store(by(ALICE, 30_000, THEN + 1, x));
        assertThat(wire.counted(Filter.ALL)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 10_000, 19_999})
    void B01_9_whatIsReplaceableHasNoIdentifier(int kind) {
        Wire wire = relay.client();

        wire.store(by(ALICE, kind, THEN, Tag.of("d", "x")));
        Event last = wire.store(by(ALICE, kind, THEN + 1, Tag.of("d", "y")));

        assertThat(wire.stored(Filter.ALL).events()).containsExactly(last);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10_002, 30_000})
    void B01_10_ofTwoOfTheSameTimeTheLowestIdIsKept(int kind) {
        Wire wire = relay.client();
        Event[] first = twins(kind, THEN);
        wire.store(first[1]);
        wire.store(first[0]);
        assertThat(wire.stored(Filter.ALL).events()).containsExactly(first[0]);

        Event[] second = twins(kind, THEN + 1);
        wire.store(second[0]);
        assertThat(wire.publish(second[1]).accepted()).isFalse();
        assertThat(wire.stored(Filter.ALL).events()).containsExactly(second[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10_002, 30_000})
    void B01_11_anOlderVersionIsRefusedAndNotPassedOn(int kind) {
        Wire wire = relay.client();
        Event newer = wire.store(by(ALICE, kind, THEN));
        Wire listener = relay.client().subscribe("live", Filter.ALL.limit(0));
        listener.untilEnd("live");

        Ok older = wire.publish(by(ALICE, kind, THEN - 1));

        assertThat(older.accepted()).isFalse();
        assertThat(older.reason()).startsWith("duplicate: ");
        assertThat(wire.stored(Filter.ALL).events()).containsExactly(newer);
        assertThat(listener.isSilent()).isTrue();
    }

    @Test
    void B01_12_onlyTheNewestVersionIsFoundCountedAndCompared() {
        Wire wire = relay.client();
        Event old = wire.store(by(ALICE, Kind.PROFILE, THEN));
        Event now = wire.store(by(ALICE, Kind.PROFILE, THEN + 1));

        assertThat(wire.stored(Filter.ALL.ids(List.of(old.id(), now.id()))).events())
                .containsExactly(now);
        assertThat(wire.stored(Filter.ALL.until(THEN)).events()).isEmpty();
        assertThat(wire.counted(Filter.ALL)).isEqualTo(1);
        assertThat(wire.synced(Filter.ALL)).containsExactly(now.id());
    }

    @Test
    void B01_12_aDeletedNewestVersionBringsNoOlderOneBack() {
        Wire wire = relay.client();
        Event old = wire.store(by(ALICE, Kind.PROFILE, THEN));
        Event now = wire.store(by(ALICE, Kind.PROFILE, THEN + 1));

        wire.store(Posts.deletion(ALICE, now));

        assertThat(wire.stored(Filter.ALL.kinds(Kind.PROFILE)).events()).isEmpty();
        assertThat(wire.publish(old).accepted()).isFalse();
    }

    @Test
    void B01_13_whatIsEphemeralReachesThoseWhoListenAndIsNeverFound() {
        Wire wire = relay.client();
        Wire listener = relay.client().subscribe("live", Filter.ALL.kinds(20_001));
        listener.untilEnd("live");

        Event event = wire.store(by(ALICE, 20_001));

        assertThat(listener.live("live")).isEqualTo(event);
        assertThat(wire.stored(Filter.ALL.ids(List.of(event.id()))).events()).isEmpty();
        assertThat(wire.counted(Filter.ALL)).isZero();
        assertThat(wire.synced(Filter.ALL)).isEmpty();
    }

    // Answers

    @Test
    void B01_23_whatIsNotAnEventIsAnsweredUnderItsIdIfItHasOne() {
        Wire wire = relay.client();
        Event event = Events.note("hello");

        assertThat(refused(wire, "{\"id\":\"" + event.id().hex() + "\"}").id()).isEqualTo(event.id());
        assertThat(refused(
                                wire,
                                "{\"kind\":\"?\",\"tags\":[[[]]],\"id\":\""
                                        + event.id().hex() + "\"}")
                        .id())
                .isEqualTo(event.id());
        assertThat(wire.publish("{\"id\":\"none\"}")).isInstanceOf(Notice.class);
        assertThat(wire.publish("[]")).isInstanceOf(Notice.class);
        assertThat(wire.say("[\"EVENT\"]").next()).isInstanceOf(Notice.class);
        wire.store(event);
    }

    @Test
    void B01_23_whatWasAcceptedIsThereAfterARestart() throws IOException {
        Event event = relay.client().store(Events.note("hello"));

        relay.restart();

        assertThat(relay.client().stored(Filter.ALL).events()).containsExactly(event);
    }

    @Test
    void B01_23_eachOfManyEventsSentAtOnceIsAnsweredOnce() {
        Wire wire = relay.client();
        for (int i = 0; i < 300; i++) wire.say("[\"EVENT\"," + json(note(THEN + i)) + "]");

        for (int i = 0; i < 300; i++) assertThat(wire.next(Ok.class).accepted()).isTrue();
        assertThat(wire.isSilent()).isTrue();
    }

    @Test
    void B01_24_aDuplicateIsAcceptedAndNotPassedOnAgain() {
        Wire wire = relay.client();
        Event event = wire.store(Events.note("hello"));
        Wire listener = relay.client().subscribe("live", Filter.ALL.limit(0));
        listener.untilEnd("live");

        Ok again = wire.publish(event);

        assertThat(again.accepted()).isTrue();
        assertThat(again.reason()).startsWith("duplicate: ");
        assertThat(listener.isSilent()).isTrue();
        assertThat(wire.counted(Filter.ALL)).isEqualTo(1);
    }
}
