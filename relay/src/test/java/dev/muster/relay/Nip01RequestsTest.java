package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.by;
import static dev.muster.relay.Posts.json;
import static dev.muster.relay.Posts.note;
import static dev.muster.relay.Posts.twins;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.message.RelayMessage.Challenge;
import dev.muster.nostr.message.RelayMessage.Closed;
import dev.muster.nostr.message.RelayMessage.Counted;
import dev.muster.nostr.message.RelayMessage.EndOfStored;
import dev.muster.nostr.message.RelayMessage.Notice;
import dev.muster.nostr.message.RelayMessage.Ok;
import dev.muster.nostr.message.RelayMessage.SyncMessage;
import dev.muster.nostr.negentropy.NegentropyClient;
import dev.muster.nostr.negentropy.RecordArray;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-01: what a relay answers to those who ask.
@Timeout(120)
class Nip01RequestsTest {
    private static final String X65 = "65 is one more than an id may have in characters, so this is none";
    private static final String HEX = "0123456789abcdef".repeat(4);

    @RegisterExtension
    final TestRelay relay =
            TestRelay.onLoopback().set("limits.subscriptions=3", "limits.default_limit=4", "limits.max_limit=6");

    private void isClosed(String filter, String prefix) {
        Wire wire = relay.client().subscribe("x", filter);
        assertThat(wire.next(Closed.class))
                .returns("x", closed -> closed.id().text())
                .satisfies(closed -> assertThat(closed.reason()).startsWith(prefix));
        assertThat(wire.say("[\"COUNT\",\"x\"," + filter + "]")
                        .next(Closed.class)
                        .reason())
                .startsWith(prefix);
    }

    private static List<EventId> ids(Event... events) {
        return Stream.of(events).map(Event::id).toList();
    }

    // Subscription ids

    @Test
    void B01_14_anIdHasUpTo64Characters() {
        Wire wire = relay.client();

        assertThat(wire.subscribe("x".repeat(64), Filter.ALL)
                        .next(EndOfStored.class)
                        .id()
                        .text())
                .hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "17", "null", "[\"x\"]", "\"" + X65 + "\""})
    void B01_14_whatIsNoIdCanOnlyBeAnsweredWithANotice(String id) {
        Wire wire = relay.client();

        for (String verb : List.of("REQ", "COUNT", "CLOSE")) {
            assertThat(wire.say("[\"" + verb + "\"," + id + ",{}]").next()).isInstanceOf(Notice.class);
        }
        assertThat(wire.isSilent()).isTrue();
    }

    @Test
    void B01_14_aRequestUnderAnOpenIdTakesItsPlace() {
        Wire wire = relay.client().subscribe("x", Filter.ALL.kinds(1));
        wire.untilEnd("x");
        wire.subscribe("x", Filter.ALL.kinds(1, 7)).untilEnd("x");

        relay.client().store(Events.note("hello"));
        Event reaction = relay.client().store(by(ALICE, Kind.REACTION));

        wire.live("x");
        assertThat(wire.live("x")).isEqualTo(reaction);
        assertThat(wire.isSilent()).isTrue();
    }

    @Test
    void B01_14_aRequestThatIsRefusedEndsTheOneItWouldReplace() {
        Wire wire = relay.client().subscribe("x", Filter.ALL);
        wire.untilEnd("x");

        assertThat(wire.subscribe("x", Filter.ALL.kinds(Kind.GIFT_WRAP))
                        .untilEnd("x")
                        .closed())
                .isNotNull();
        relay.client().store(Events.note("hello"));

        assertThat(wire.isSilent()).isTrue();
    }

    @Test
    void B01_14_eachConnectionHasItsOwnIds() {
        Wire alice = relay.client().subscribe("x", Filter.ALL);
        Wire bob = relay.client().subscribe("x", Filter.ALL);
        alice.untilEnd("x");
        bob.untilEnd("x");

        assertThat(alice.close("x").isSilent()).isTrue();
        Event event = relay.client().store(Events.note("hello"));

        assertThat(bob.live("x")).isEqualTo(event);
        assertThat(alice.isSilent()).isTrue();
    }

    @Test
    void B01_14_countsAndSyncsHaveIdsOfTheirOwn() {
        Wire wire = relay.client().subscribe("x", Filter.ALL);
        wire.untilEnd("x");

        assertThat(wire.say("[\"COUNT\",\"x\",{}]").next()).isInstanceOf(Counted.class);
        byte[] first = new NegentropyClient(RecordArray.builder().build(), 0).open();
        assertThat(wire.openSync("x", Filter.ALL, first)).isInstanceOf(SyncMessage.class);
        wire.say("[\"NEG-CLOSE\",\"x\"]");
        Event event = relay.client().store(Events.note("hello"));

        assertThat(wire.live("x")).isEqualTo(event);
    }

    // Filters

    @ParameterizedTest
    @ValueSource(strings = {"ids", "authors", "#e", "#p"})
    void B01_15_idsAndKeysAre64LowerCaseHexDigits(String condition) {
        for (String wrong : List.of("", "abcd", HEX.substring(1), HEX + "0", HEX.replace('a', 'A'), "x" + HEX)) {
            isClosed("{\"" + condition + "\":[\"" + wrong + "\"]}", "invalid: ");
        }
        isClosed("{\"" + condition + "\":[\"" + HEX + "\",17]}", "invalid: ");
        isClosed("{\"" + condition + "\":\"" + HEX + "\"}", "invalid: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"kinds\":[65536]}", "{\"kinds\":[\"1\"]}", "{\"#t\":[1]}", "17", "[]", "{\"ids\":"})
    void B01_15_whatIsNoFilterIsInvalid(String filter) {
        isClosed(filter, "invalid: ");
    }

    @Test
    void B01_15_aRequestHasAFilter() {
        assertThat(relay.client().say("[\"REQ\",\"x\"]").next(Closed.class).reason())
                .startsWith("invalid: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"#foo\":[\"x\"]}", "{\"#1\":[\"x\"]}", "{\"#\":[\"x\"]}", "{\"until_\":1}", "{\"&t\":[]}"})
    void B01_16_whatWeDoNotKnowIsUnsupportedNotPassedOver(String filter) {
        isClosed(filter, "unsupported: filter contains unknown elements");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ids", "authors", "kinds", "#e", "#t"})
    void B01_16_anEmptyListNeverMatchesEverything(String condition) {
        relay.client().store(Events.note("hello"));

        isClosed("{\"" + condition + "\":[]}", "invalid: ");
    }

    @Test
    void B01_16_anEmptyTagValueIsAValueLikeAnyOther() {
        Wire wire = relay.client();
        Event empty = wire.store(note(THEN, Tag.of("t", "")));
        Event none = wire.store(note(THEN - 1, Tag.of("t")));
        wire.store(note(THEN - 2, Tag.of("t", "x")));

        assertThat(wire.stored(Filter.ALL.tagged('t', List.of(""))).ids())
                .startsWith(empty.id())
                .isSubsetOf(empty.id(), none.id());
    }

    @Test
    void B01_17_upperAndLowerCaseLettersAreDifferentTags() {
        Wire wire = relay.client();
        Event lower = wire.store(note(THEN, Tag.of("e", HEX)));
        Event upper = wire.store(note(THEN, Tag.of("E", HEX)));

        assertThat(wire.stored(Filter.ALL.tagged('e', List.of(HEX))).events()).containsExactly(lower);
        assertThat(wire.stored(Filter.ALL.tagged('E', List.of(HEX))).events()).containsExactly(upper);
    }

    @Test
    void B01_17_onlyTheFirstValueIsFoundAndOnlyExactly() {
        Wire wire = relay.client();
        Event event = wire.store(note(THEN, Tag.of("t", "Straße", "second"), Tag.of("t", "x")));

        assertThat(wire.stored(Filter.ALL.tagged('t', List.of("Straße"))).events())
                .containsExactly(event);
        assertThat(wire.stored(Filter.ALL.tagged('t', List.of("x"))).events()).containsExactly(event);
        for (String other : List.of("second", "straße", "Straß", "Strasse", "Straße ", "X")) {
            assertThat(wire.stored(Filter.ALL.tagged('t', List.of(other))).events())
                    .isEmpty();
        }
    }

    @Test
    void B01_17_anEventMayReferToWhatIsNoId() {
        Wire wire = relay.client();
        Event event = wire.store(note(THEN, Tag.of("e", "not hex"), Tag.of("p", "neither")));

        assertThat(wire.stored(Filter.ALL).events()).containsExactly(event);
    }

    @Test
    void B01_18_allConditionsMustHoldAndOneOfTheirValues() {
        Wire wire = relay.client();
        Event wanted = wire.store(by(ALICE, 1, THEN, Tag.of("t", "x"), Tag.of("l", "y")));
        wire.store(by(BOB, 1, THEN, Tag.of("t", "x"), Tag.of("l", "y")));
        wire.store(by(ALICE, 7, THEN, Tag.of("t", "x"), Tag.of("l", "y")));
        wire.store(by(ALICE, 1, THEN, Tag.of("t", "x")));

        Filter filter = Filter.ALL
                .authors(List.of(ALICE.publicKey()))
                .kinds(1, 2)
                .tagged('t', List.of("w", "x"))
                .tagged('l', List.of("y", "z"));
        assertThat(wire.stored(filter).events()).containsExactly(wanted);
        assertThat(wire.stored(filter.ids(ids(wanted))).events()).containsExactly(wanted);
    }

    @Test
    void B01_18_anEventThatMatchesTwoFiltersComesOnce() {
        Wire wire = relay.client();
        Event stored = wire.store(note(THEN, Tag.of("t", "x")));
        wire.subscribe("x", Filter.ALL.kinds(1), Filter.ALL.tagged('t', List.of("x")), Filter.ALL);
        assertThat(wire.untilEnd("x").events()).containsExactly(stored);

        Event live = relay.client().store(note(THEN + 1, Tag.of("t", "x")));
        assertThat(wire.live("x")).isEqualTo(live);
        assertThat(wire.isSilent()).isTrue();
    }

    @Test
    void B01_19_sinceAndUntilAreInclusive() {
        Wire wire = relay.client();
        for (int i = 0; i < 4; i++) wire.store(note(THEN + i));

        assertThat(wire.stored(Filter.ALL.since(THEN + 1).until(THEN + 2)).events())
                .extracting(Event::createdAt)
                .containsExactly(THEN + 2, THEN + 1);
        assertThat(wire.stored(Filter.ALL.since(THEN + 3)).events()).hasSize(1);
        assertThat(wire.stored(Filter.ALL.until(THEN)).events()).hasSize(1);
    }

    @Test
    void B01_19_aTimeThatEndsBeforeItBeginsHoldsNothing() {
        Wire wire = relay.client();
        wire.store(note(THEN));

        Wire.Stored nothing = wire.stored(Filter.ALL.since(THEN + 1).until(THEN));
        assertThat(nothing.events()).isEmpty();
        assertThat(nothing.end()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "1e3", "\"1\"", "null", "99999999999999999999"})
    void B01_19_timesAndLimitsArePlainNumbers(String number) {
        for (String name : List.of("since", "until", "limit")) {
            isClosed("{\"" + name + "\":" + number + "}", "invalid: ");
        }
    }

    // What comes

    @Test
    void B01_20_newestFirstThenLowestId() {
        Wire wire = relay.client();
        Event old = wire.store(note(THEN - 1));
        Event[] twins = twins(Kind.TEXT_NOTE, THEN);
        wire.store(twins[1]);
        wire.store(twins[0]);
        Event young = wire.store(note(THEN + 1));

        assertThat(wire.stored(Filter.ALL).events()).containsExactly(young, twins[0], twins[1], old);
        assertThat(wire.stored(Filter.ALL.limit(2)).events()).containsExactly(young, twins[0]);
        assertThat(wire.stored(Filter.ALL.authors(List.of(ALICE.publicKey())).limit(3))
                        .events())
                .containsExactly(young, twins[0], twins[1]);
    }

    @Test
    void B01_20_eachFilterHasItsLimitAndAllTogetherOneOrder() {
        Wire wire = relay.client();
        Event reaction = wire.store(by(ALICE, Kind.REACTION, THEN));
        Event note = wire.store(note(THEN + 1));
        Event younger = wire.store(by(BOB, Kind.REACTION, THEN + 2));
        Event youngest = wire.store(note(THEN + 3));

        Filter notes = Filter.ALL.kinds(Kind.TEXT_NOTE);
        Filter reactions = Filter.ALL.kinds(Kind.REACTION);
        assertThat(wire.stored(notes.limit(2), reactions.limit(2)).events())
                .containsExactly(youngest, younger, note, reaction);
        assertThat(wire.stored(notes.limit(1), reactions.limit(2)).events())
                .containsExactly(youngest, younger, reaction);
        assertThat(wire.stored(notes.limit(1), Filter.ALL.limit(2)).events()).containsExactly(youngest, younger);
    }

    @Test
    void B01_21_aLimitOfZeroAsksForWhatIsNewOnly() {
        Wire wire = relay.client();
        wire.store(note(THEN));
        wire.subscribe("x", Filter.ALL.limit(0));
        assertThat(wire.untilEnd("x").events()).isEmpty();

        Event live = relay.client().store(note(THEN + 1));
        assertThat(wire.live("x")).isEqualTo(live);
    }

    @Test
    void B01_21_aLimitHasADefaultAndAMaximum() {
        Wire wire = relay.client();
        for (int i = 0; i < 8; i++) wire.store(note(THEN + i));

        assertThat(wire.stored(Filter.ALL).events()).hasSize(4);
        assertThat(wire.stored(Filter.ALL.limit(5)).events()).hasSize(5);
        assertThat(wire.stored(Filter.ALL.limit(7)).events()).hasSize(6);
        assertThat(wire.stored("{\"limit\":999999999999}").events()).hasSize(6);
    }

    @Test
    void B01_22_theLimitIsForWhatIsStoredNotForWhatIsNew() {
        Wire wire = relay.client().subscribe("x", Filter.ALL.limit(1));
        wire.untilEnd("x");

        for (int i = 0; i < 3; i++)
            assertThat(relay.client().store(note(THEN + i))).isEqualTo(wire.live("x"));
    }

    @Test
    void B01_22_whatIsNewComesHoweverOldItSaysItIs() {
        Wire wire = relay.client();
        wire.store(note(THEN));
        wire.subscribe("x", Filter.ALL.limit(1));
        wire.untilEnd("x");

        Event backdated = relay.client().store(note(1));
        assertThat(wire.live("x")).isEqualTo(backdated);
    }

    // How it ends

    @Test
    void B01_25_afterCloseNothingComes() {
        Wire wire = relay.client().subscribe("x", Filter.ALL);
        wire.untilEnd("x");

        assertThat(wire.close("x").close("x").close("never opened").isSilent()).isTrue();
        relay.client().store(note(THEN));

        assertThat(wire.isSilent()).isTrue();
    }

    @Test
    void B01_25_oneSubscriptionTooManyIsClosedAndGetsNothing() {
        Wire wire = relay.client();
        wire.subscribe("1", Filter.ALL).untilEnd("1");
        wire.subscribe("2", Filter.ALL).untilEnd("2");
        wire.subscribe("3", Filter.ALL.kinds(9)).untilEnd("3");
        assertThat(wire.subscribe("4", Filter.ALL).next(Closed.class).reason()).startsWith("blocked: ");
        assertThat(wire.subscribe("3", Filter.ALL.kinds(8)).untilEnd("3").closed())
                .isNull();

        assertThat(wire.close("1").close("2").isSilent()).isTrue();
        relay.client().store(note(THEN));
        assertThat(wire.isSilent()).isTrue();
        assertThat(wire.subscribe("4", Filter.ALL).untilEnd("4").events()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"HELLO\"]",
                "[]",
                "{}",
                "17",
                "[17]",
                "",
                "[\"EVENT\"",
                "[\"req\",\"x\",{}]",
                "hello",
                "\u0000"
            })
    void B01_26_whatIsNotUnderstoodIsNoticedAndTheConversationGoesOn(String message) {
        Wire wire = relay.client();

        assertThat(wire.say(message).next()).isInstanceOf(Notice.class);
        wire.store(note(THEN));
    }

    @Test
    void B01_26_whatWasSentBeforeAuthenticationIsAnsweredInOrder() {
        Wire wire = relay.client();
        Event guarded = by(ALICE, Kind.TEXT_NOTE, Tag.of("-"));
        Event proof = wire.proof(ALICE);

        wire.subscribe("x", Filter.ALL.kinds(Kind.GIFT_WRAP)).say("[\"EVENT\"," + json(guarded) + "]");
        wire.say("[\"AUTH\"," + json(proof) + "]").subscribe("x", Filter.ALL.kinds(Kind.GIFT_WRAP));
        wire.say("[\"EVENT\"," + json(guarded) + "]");

        assertThat(wire.next(Challenge.class).challenge()).isEqualTo(wire.challenge());
        assertThat(wire.next(Closed.class).reason()).startsWith("auth-required: ");
        assertThat(wire.next(Ok.class)).returns(guarded.id(), Ok::id).returns(false, Ok::accepted);
        assertThat(wire.next(Ok.class)).isEqualTo(new Ok(proof.id(), true, ""));
        assertThat(List.of(wire.next(), wire.next()))
                .hasAtLeastOneElementOfType(EndOfStored.class)
                .contains(new Ok(guarded.id(), true, ""));
    }
}
