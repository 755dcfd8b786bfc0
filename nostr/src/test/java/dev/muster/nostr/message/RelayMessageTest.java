package dev.muster.nostr.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.message.RelayMessage.Challenge;
import dev.muster.nostr.message.RelayMessage.Closed;
import dev.muster.nostr.message.RelayMessage.Counted;
import dev.muster.nostr.message.RelayMessage.EndOfStored;
import dev.muster.nostr.message.RelayMessage.Matched;
import dev.muster.nostr.message.RelayMessage.Notice;
import dev.muster.nostr.message.RelayMessage.Ok;
import dev.muster.nostr.message.RelayMessage.SyncError;
import dev.muster.nostr.message.RelayMessage.SyncMessage;
import dev.muster.nostr.message.RelayMessage.Unknown;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What relays say.
class RelayMessageTest {
    private static final SubscriptionId SUB = new SubscriptionId("s");
    private static final Event NOTE = Events.note("hello");

    static Stream<RelayMessage> everyVerb() {
        return Stream.of(
                new Matched(SUB, NOTE),
                new Ok(NOTE.id(), true, ""),
                new Ok(NOTE.id(), false, "blocked: \"no\""),
                new EndOfStored(SUB, Set.of()),
                new EndOfStored(SUB, Set.of("finish")),
                new EndOfStored(SUB, Set.of("more", "x")),
                new Closed(SUB, "auth-required: who are you?"),
                new Notice("hello"),
                new Challenge("c"),
                new Counted(SUB, 12, false),
                new Counted(SUB, 12, true),
                new SyncMessage(SUB, new byte[] {0x61}),
                new SyncError(SUB, "closed: too slow", OptionalLong.empty()),
                new SyncError(SUB, "blocked: too big", OptionalLong.of(500_000)));
    }

    @ParameterizedTest
    @MethodSource("everyVerb")
    void whatIsSaidIsHeardTheSame(RelayMessage message) {
        assertThat(RelayMessage.parse(message.json())).isEqualTo(message);
    }

    @Test
    void looksAsTheNipsWriteIt() {
        assertThat(said(new EndOfStored(SUB, Set.of()))).isEqualTo("[\"EOSE\",\"s\"]");
        assertThat(said(new EndOfStored(SUB, Set.of("finish")))).isEqualTo("[\"EOSE\",\"s\",[\"finish\"]]");
        assertThat(said(new Counted(SUB, 5, true))).isEqualTo("[\"COUNT\",\"s\",{\"count\":5,\"approximate\":true}]");
        assertThat(said(new Ok(NOTE.id(), true, ""))).isEqualTo("[\"OK\",\"" + NOTE.id() + "\",true,\"\"]");
        assertThat(said(new SyncError(SUB, "blocked: too big", OptionalLong.of(9))))
                .isEqualTo("[\"NEG-ERR\",\"s\",\"blocked: too big\",9]");
    }

    @Test
    void nip67_anEndWithoutHintsSaysNothingOfCompleteness() {
        assertThat(new EndOfStored(SUB, Set.of("finish", "new")).isComplete()).isTrue();
        assertThat(new EndOfStored(SUB, Set.of("more")).isComplete()).isFalse();
        assertThat(parse("[\"EOSE\",\"s\",[]]")).isEqualTo(new EndOfStored(SUB, Set.of()));
    }

    @Test
    void hearsOlderAndNewerRelays() {
        assertThat(parse("[\"OK\",\"" + NOTE.id() + "\",true]")).isEqualTo(new Ok(NOTE.id(), true, ""));
        assertThat(parse("[\"CLOSED\",\"s\"]")).isEqualTo(new Closed(SUB, ""));
        assertThat(parse("[\"OK\",\"" + NOTE.id() + "\",true,\"\",{\"x\":1}]")).isEqualTo(new Ok(NOTE.id(), true, ""));
        assertThat(parse("[\"COUNT\",\"s\",{\"hll\":\"00\",\"count\":3}]")).isEqualTo(new Counted(SUB, 3, false));
        assertThat(parse("[\"SOMETHING\",{\"x\":[]}]")).isEqualTo(new Unknown("SOMETHING"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "[1]",
                "{}",
                "[\"EVENT\",\"s\"]",
                "[\"EVENT\",\"s\",{}]",
                "[\"OK\",\"abc\",true,\"\"]",
                "[\"OK\"]",
                "[\"EOSE\"]",
                "[\"EOSE\",\"\"]",
                "[\"EOSE\",\"s\",\"finish\"]",
                "[\"COUNT\",\"s\",{}]",
                "[\"COUNT\",\"s\",{\"count\":-1}]",
                "[\"NEG-MSG\",\"s\",\"zz\"]",
                "[\"NOTICE\"]",
                "[\"NOTICE\",\"x\"",
                "[\"NOTICE\",\"x\"]]",
                "[\"AUTH\",{}]",
                "[\"NEG-ERR\",\"s\"]"
            })
    void refusesWhatIsNoMessage(String frame) {
        assertThatThrownBy(() -> parse(frame)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void deepNestingEndsInACleanRefusal() {
        assertThatThrownBy(() -> parse("[\"X\"," + "[".repeat(100_000))).hasMessageContaining("nested deeper");
    }

    private static String said(RelayMessage message) {
        return new String(message.json(), UTF_8);
    }

    private static RelayMessage parse(String frame) {
        return RelayMessage.parse(frame.getBytes(UTF_8));
    }
}
