package dev.muster.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bench.wire.Message.Verb;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class MessageTest {
    private static final String ID = "fedcba9876543210" + "0".repeat(48);
    private static final long KEY = 0xfedcba9876543210L;

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '\'',
            value = {
                "[\"EVENT\",\"a\",{}] EVENT",
                "[\"EOSE\",\"a\"] EOSE",
                "[\"OK\",\"0\",true,\"\"] OK",
                "[\"CLOSED\",\"a\",\"\"] CLOSED",
                "[\"NOTICE\",\"\"] NOTICE",
                "[\"AUTH\",\"x\"] AUTH",
                "[\"EVENTS\",\"x\"] OTHER",
                "[] OTHER"
            })
    void theVerbSaysWhatItIs(String text, Verb verb) {
        assertThat(Message.of(text).verb()).isEqualTo(verb);
    }

    @Test
    void okSaysWhichEventAndWhetherItWasTaken() {
        Message taken = Message.of("[\"OK\",\"" + ID + "\",true,\"\"]");
        assertThat(taken.event()).isEqualTo(KEY);
        assertThat(taken.isAccepted()).isTrue();
        assertThat(taken.isDuplicate()).isFalse();
        assertThat(Message.of("[\"OK\",\"" + ID + "\",false,\"blocked: true\"]").isAccepted())
                .isFalse();
        Message known = Message.of("[\"OK\",\"" + ID + "\",true,\"duplicate: have it\"]");
        assertThat(known.isAccepted()).isTrue();
        assertThat(known.isDuplicate()).isTrue();
    }

    @Test
    void anEventIsKnownWhereverItsIdStands() {
        String first = "[\"EVENT\",\"a\",{\"id\":\"" + ID + "\",\"kind\":1}]";
        String later = "[\"EVENT\",\"a\",{\"content\":\"\\\"id\\\":\\\"no\\\"\",\"tags\":[[\"id\",\"no\"]],\"id\":\""
                + ID + "\"}]";
        assertThat(Message.of(first).event()).isEqualTo(KEY);
        assertThat(Message.of(later).event()).isEqualTo(KEY);
        assertThatThrownBy(() -> Message.of("[\"EVENT\",\"a\",{\"id\":\"ab\"}]").event())
                .isInstanceOf(WrongAnswer.class);
    }

    @Test
    void theMessageEndsWhereItSays() {
        byte[] buffer = ("xx[\"OK\",\"" + ID + "\",true,\"duplicate:").getBytes(StandardCharsets.UTF_8);
        assertThat(new Message(buffer, 2, buffer.length).isDuplicate()).isTrue();
        assertThat(new Message(buffer, 2, buffer.length - 1).isDuplicate()).isFalse();
    }

    @Test
    void aChallengeIsItsArgument() {
        assertThat(Message.of("[\"AUTH\",\"a challenge\"]").argument()).isEqualTo("a challenge");
        assertThatThrownBy(() -> Message.of("[\"AUTH\",7]").argument()).isInstanceOf(WrongAnswer.class);
    }
}
