package dev.muster.nostr.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.message.ClientMessage.Authenticate;
import dev.muster.nostr.message.ClientMessage.BadEvent;
import dev.muster.nostr.message.ClientMessage.BadRequest;
import dev.muster.nostr.message.ClientMessage.BadSync;
import dev.muster.nostr.message.ClientMessage.Close;
import dev.muster.nostr.message.ClientMessage.CloseSync;
import dev.muster.nostr.message.ClientMessage.ContinueSync;
import dev.muster.nostr.message.ClientMessage.Count;
import dev.muster.nostr.message.ClientMessage.OpenSync;
import dev.muster.nostr.message.ClientMessage.Publish;
import dev.muster.nostr.message.ClientMessage.Subscribe;
import dev.muster.nostr.message.ClientMessage.Unreadable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients say, and how what they say badly is to be answered.
class ClientMessageTest {
    private static final SubscriptionId SUB = new SubscriptionId("a \"sub\" é");
    private static final Event NOTE = Events.note("hello");
    private static final Filter NOTES = Filter.ALL.kinds(1).limit(5);

    static Stream<ClientMessage> everyVerb() {
        return Stream.of(
                new Publish(NOTE),
                new Authenticate(NOTE),
                new Subscribe(SUB, List.of(NOTES)),
                new Subscribe(SUB, List.of(NOTES, Filter.ALL)),
                new Count(SUB, List.of(NOTES)),
                new Close(SUB),
                new OpenSync(SUB, NOTES, new byte[] {0x61, 0, 1}),
                new ContinueSync(SUB, new byte[] {0x61}),
                new CloseSync(SUB));
    }

    @ParameterizedTest
    @MethodSource("everyVerb")
    void whatIsSaidIsHeardTheSame(ClientMessage message) {
        assertThat(ClientMessage.parse(message.json())).isEqualTo(message);
    }

    @Test
    void looksAsTheNipsWriteIt() {
        assertThat(new Subscribe(new SubscriptionId("s"), List.of(NOTES)).json())
                .asString(UTF_8)
                .isEqualTo("[\"REQ\",\"s\",{\"kinds\":[1],\"limit\":5}]");
        assertThat(new OpenSync(new SubscriptionId("s"), NOTES, new byte[] {0x61}).json())
                .asString(UTF_8)
                .isEqualTo("[\"NEG-OPEN\",\"s\",{\"kinds\":[1],\"limit\":5},\"61\"]");
        assertThat(new Publish(NOTE).json())
                .asString(UTF_8)
                .isEqualTo("[\"EVENT\"," + new String(NOTE.json(), UTF_8) + "]");
    }

    @Test
    void passesOverElementsOfNewerNips() {
        assertThat(parse(" [ \"CLOSE\" , \"s\" , {\"x\":[]} , 1 ] ")).isEqualTo(new Close(new SubscriptionId("s")));
    }

    @Test
    void B01_23_aBadEventIsAnsweredByItsIdIfThatCanBeRead() {
        String json = new String(NOTE.json(), UTF_8);

        assertThat(parse("[\"EVENT\"," + json.replace("\"kind\":1", "\"kind\":1.5") + "]"))
                .isEqualTo(new BadEvent(
                        Optional.of(NOTE.id()),
                        "invalid: expected an integer from 0 to 65535 in \"kind\" at byte 190"));
        assertThat(parse("[\"EVENT\",{\"kind\":-1,\"x\":[{}],\"id\":\"" + NOTE.id() + "\"}]"))
                .isInstanceOfSatisfying(
                        BadEvent.class, bad -> assertThat(bad.id()).contains(NOTE.id()));
        assertThat(parse("[\"AUTH\"," + json.substring(0, 120)))
                .isInstanceOfSatisfying(
                        BadEvent.class, bad -> assertThat(bad.id()).contains(NOTE.id()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"EVENT\"]",
                "[\"EVENT\",null]",
                "[\"EVENT\",{}]",
                "[\"EVENT\",{\"id\":\"xx\"}]",
                "[\"EVENT\",[",
                "[\"AUTH\",\"challenge\"]",
                "[\"EVENT\" {}]"
            })
    void B01_23_aBadEventWithoutAReadableIdHasNone(String frame) {
        assertThat(parse(frame)).isInstanceOfSatisfying(BadEvent.class, bad -> {
            assertThat(bad.id()).isEmpty();
            assertThat(bad.reason()).startsWith("invalid: ");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"REQ\",\"s\"]",
                "[\"REQ\",\"s\",{\"kinds\":[]}]",
                "[\"REQ\",\"s\",{},1]",
                "[\"COUNT\",\"s\",{\"ids\":[\"a\"]}]",
                "[\"REQ\",\"s\",{}",
                "[\"REQ\",\"s\",{}]]"
            })
    void B01_15_aBadFilterClosesTheSubscriptionSayingWhy(String frame) {
        assertThat(parse(frame)).isInstanceOfSatisfying(BadRequest.class, bad -> {
            assertThat(bad.id().text()).isEqualTo("s");
            assertThat(bad.reason()).startsWith("invalid: expected ");
        });
    }

    @Test
    void B01_16_anUnknownConditionIsUnsupported() {
        assertThat(parse("[\"REQ\",\"s\",{\"search\":\"x\"}]"))
                .isEqualTo(new BadRequest(new SubscriptionId("s"), "unsupported: filter contains unknown elements"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"REQ\",\"\",{}]",
                "[\"REQ\",1,{}]",
                "[\"REQ\"]",
                "[\"CLOSE\",null]",
                "[\"NEG-CLOSE\",{}]",
                "[\"CLOSE\",\"s\""
            })
    void B01_14_aBadSubscriptionIdIsNoticed(String frame) {
        assertThat(parse(frame)).isInstanceOf(Unreadable.class);
    }

    @Test
    void B01_14_aSubscriptionIdHasUpTo64Characters() {
        assertThat(parse("[\"CLOSE\",\"" + "x".repeat(64) + "\"]")).isInstanceOf(Close.class);
        assertThat(parse("[\"CLOSE\",\"" + "x".repeat(65) + "\"]"))
                .isEqualTo(new Unreadable("invalid: a subscription id has 1 to 64 characters, not 65"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"NEG-OPEN\",\"s\",{},\"6\"]",
                "[\"NEG-OPEN\",\"s\",{},\"6G\"]",
                "[\"NEG-OPEN\",\"s\",{}]",
                "[\"NEG-OPEN\",\"s\",{\"kinds\":[]},\"61\"]",
                "[\"NEG-MSG\",\"s\"]",
                "[\"NEG-MSG\",\"s\",1]"
            })
    void B77_1_aBadSyncIsAnErrorOfThatSync(String frame) {
        assertThat(parse(frame))
                .isInstanceOfSatisfying(
                        BadSync.class, bad -> assertThat(bad.reason()).startsWith("invalid: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[",
                "[]",
                "[1]",
                "hello",
                "[\"HELLO\"]",
                "[\"req\",\"s\",{}]",
                "[\"REQ",
                "\u0000"
            })
    void B01_26_whatIsNoMessageIsNoticed(String frame) {
        assertThat(parse(frame)).isInstanceOf(Unreadable.class);
    }

    @Test
    void deepNestingEndsInACleanRefusal() {
        String deep = "[".repeat(100_000);

        assertThat(parse(deep)).isInstanceOf(Unreadable.class);
        assertThat(parse("[\"REQ\",\"s\"," + deep)).isInstanceOf(BadRequest.class);
        assertThat(parse("[\"EVENT\",{\"x\":" + deep))
                .isEqualTo(new BadEvent(Optional.empty(), "invalid: nested deeper than 32 levels"));
        assertThat(parse("[\"EVENT\",{\"id\":\"" + NOTE.id() + "\",\"x\":" + deep))
                .isInstanceOfSatisfying(
                        BadEvent.class, bad -> assertThat(bad.id()).contains(NOTE.id()));
    }

    @Test
    void whatWasNotUnderstoodIsNotSaidAgain() {
        for (var message : List.of(
                new Unreadable("x"),
                new BadEvent(Optional.<EventId>empty(), "x"),
                new BadRequest(SUB, "x"),
                new BadSync(SUB, "x"))) {
            assertThatThrownBy(message::json).isInstanceOf(IllegalStateException.class);
        }
    }

    private static ClientMessage parse(String frame) {
        return ClientMessage.parse(frame.getBytes(UTF_8));
    }
}
