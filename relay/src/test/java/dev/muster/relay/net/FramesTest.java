package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.relay.net.RawClient.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6455, as a relay speaks it.
@Timeout(60)
@ExtendWith(NoLeaks.class)
class FramesTest {
    private static final int MOST = 100_000;
    private static final int LAST = 0x80;

    private TestServer relay;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        relay = TestServer.start(setting -> setting.messageBytes = MOST);
        client = RawClient.open(relay.server);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 4096, 65_535, 65_536, MOST})
    void B01_28_aMessageOfAnyLengthUpToTheLimitIsHeard(int length) throws IOException {
        String message = text(length);

        client.text(message);

        assertThat(client.readText()).isEqualTo(message);
    }

    @Test
    void B01_28_oneByteMoreThanTheLimitClosesWith1009() throws IOException {
        client.text(text(MOST + 1));

        assertThat(client.read().closeCode()).isEqualTo(1009);
        assertThat(client.isHungUp()).isTrue();
        assertThat(relay.echo.heard).isEmpty();
        client.close();
        Await.until(() -> relay.ended("rules") == 1);
    }

    @Test
    void B01_28_theLimitHoldsForAllFragmentsTogether() throws IOException {
        client.send(RawClient.TEXT, text(MOST / 2).getBytes(UTF_8));
        client.send(RawClient.CONTINUATION, text(MOST / 2).getBytes(UTF_8));
        client.send(LAST, text(1).getBytes(UTF_8));

        assertThat(client.read().closeCode()).isEqualTo(1009);
    }

    @Test
    void B01_28_aLengthIsNotBelievedBeforeItsBytesCome() throws IOException {
        client.write(new byte[] {(byte) 0x81, (byte) 0xff, 0x7f, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0});

        assertThat(client.read().closeCode()).isEqualTo(1009);
    }

    @Test
    void B01_28_fragmentsBecomeOneMessageAlsoAroundAPing() throws IOException {
        client.send(RawClient.TEXT, "hel".getBytes(UTF_8));
        client.send(RawClient.CONTINUATION, "lo ".getBytes(UTF_8));
        client.send(LAST | RawClient.PING, "are you there".getBytes(UTF_8));
        client.send(RawClient.CONTINUATION, new byte[0]);
        client.send(LAST, "world".getBytes(UTF_8));

        Frame pong = client.read();
        assertThat(pong.opcode()).isEqualTo(RawClient.PONG);
        assertThat(pong.text()).isEqualTo("are you there");
        assertThat(client.readText()).isEqualTo("hello world");
    }

    @Test
    void B01_28_framesMayComeByteByByte() throws IOException {
        var both = new ByteArrayOutputStream();
        both.writeBytes(RawClient.frame(LAST | RawClient.TEXT, text(300).getBytes(UTF_8)));
        both.writeBytes(RawClient.frame(LAST | RawClient.TEXT, "short".getBytes(UTF_8)));
        for (byte one : both.toByteArray()) client.write(new byte[] {one});

        assertThat(client.readText()).isEqualTo(text(300));
        assertThat(client.readText()).isEqualTo("short");
    }

    @Test
    void B01_26_whatIsSentWithoutWaitingIsAnsweredInOrder() throws IOException {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            all.writeBytes(RawClient.frame(LAST | RawClient.TEXT, ("message " + i).getBytes(UTF_8)));
        }
        client.write(all.toByteArray());

        for (int i = 0; i < 1000; i++) assertThat(client.readText()).isEqualTo("message " + i);
        Await.until(() -> relay.count("muster.relay.messages.in") == 1000);
        Await.until(() -> relay.count("muster.relay.messages.out") == 1000);
    }

    @Test
    void aTextThatIsNotUtf8IsLeftToTheParser() throws IOException {
        byte[] broken = {'[', (byte) 0xc3, (byte) 0x28, ']'};

        client.send(LAST | RawClient.TEXT, broken);

        assertThat(client.read().payload()).isEqualTo(broken);
    }

    @Test
    void aPongNobodyAskedForIsNoMatter() throws IOException {
        client.send(LAST | RawClient.PONG, "x".getBytes(UTF_8));
        client.text("hello");

        assertThat(client.readText()).isEqualTo("hello");
    }

    static Stream<Arguments> whatIsNotWebSocket() {
        return Stream.of(
                Arguments.argumentSet("binary message", RawClient.frame(LAST | RawClient.BINARY, new byte[3]), 1003),
                Arguments.argumentSet("not masked", new byte[] {(byte) 0x81, 1, 'a'}, 1002),
                Arguments.argumentSet("reserved bit 1 without compression", RawClient.frame(0xc1, new byte[3]), 1002),
                Arguments.argumentSet("reserved bit 2", RawClient.frame(0xa1, new byte[3]), 1002),
                Arguments.argumentSet("reserved bit 3 on a ping", RawClient.frame(0x99, new byte[3]), 1002),
                Arguments.argumentSet("unknown message", RawClient.frame(0x83, new byte[3]), 1002),
                Arguments.argumentSet("unknown control frame", RawClient.frame(0x8b, new byte[3]), 1002),
                Arguments.argumentSet("ping of 126 bytes", RawClient.frame(0x89, new byte[126]), 1002),
                Arguments.argumentSet("ping in fragments", RawClient.frame(RawClient.PING, new byte[3]), 1002),
                Arguments.argumentSet("continuation of nothing", RawClient.frame(LAST, new byte[3]), 1002),
                Arguments.argumentSet("length not in its shortest form", longWay(), 1002),
                Arguments.argumentSet("length below zero", negative(), 1009));
    }

    private static byte[] longWay() {
        return new byte[] {(byte) 0x81, (byte) 0xfe, 0, 1, 0, 0, 0, 0, 'a'};
    }

    private static byte[] negative() {
        return new byte[] {(byte) 0x81, (byte) 0xff, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'a'};
    }

    @ParameterizedTest
    @MethodSource("whatIsNotWebSocket")
    void B01_28_whatIsNotWebSocketIsToldSoAndClosed(byte[] bytes, int code) throws IOException {
        client.write(bytes);
        client.text("never heard");

        assertThat(client.read().closeCode()).isEqualTo(code);
        assertThat(client.isHungUp()).isTrue();
        assertThat(relay.echo.heard).isEmpty();
        client.close();
        Await.until(() -> relay.echo.ended.get() == 1);
    }

    @Test
    void aNewMessageWithinFragmentsIsMixedUp() throws IOException {
        client.send(RawClient.TEXT, "a".getBytes(UTF_8));
        client.text("b");

        assertThat(client.read().closeCode()).isEqualTo(1002);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void aCloseIsAnsweredWithItsCode(int code) throws IOException {
        client.sendClose(code);

        Frame answer = client.read();
        assertThat(answer.opcode()).isEqualTo(RawClient.CLOSE);
        assertThat(answer.closeCode()).isEqualTo(code);
        assertThat(client.isHungUp()).isTrue();
        Await.until(() -> relay.ended("client") == 1);
    }

    @Test
    void aCloseWithoutCodeIsAnsweredWithoutCode() throws IOException {
        client.send(LAST | RawClient.CLOSE, new byte[0]);

        assertThat(client.read().payload()).isEmpty();
        assertThat(client.isHungUp()).isTrue();
    }

    @Test
    void whatWasAskedBeforeACloseIsAnsweredBeforeIt() throws IOException {
        client.text("hello");
        client.sendClose(1000);

        assertThat(client.readText()).isEqualTo("hello");
        assertThat(client.read().closeCode()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
    void aCodeThatMustNotBeSentIsAViolation(int code) throws IOException {
        client.sendClose(code);

        assertThat(client.read().closeCode()).isEqualTo(1002);
    }

    @Test
    void halfACloseCodeIsAViolation() throws IOException {
        client.send(LAST | RawClient.CLOSE, new byte[1]);

        assertThat(client.read().closeCode()).isEqualTo(1002);
    }

    @Test
    void aReasonThatIsNotUtf8IsAViolation() throws IOException {
        client.send(LAST | RawClient.CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xff});

        assertThat(client.read().closeCode()).isEqualTo(1007);
    }

    @Test
    void aMegabyteOfGarbageDisturbsNobodyElse() throws IOException {
        byte[] garbage = new byte[1 << 20];
        new Random(1).nextBytes(garbage);
        try (RawClient other = RawClient.open(relay.server)) {
            try {
                client.write(garbage);
            } catch (IOException hungUp) {
                // The relay may have heard enough before it was all said.
                assertThat(hungUp).isNotNull();
            }
            client.close();
            Await.until(() -> relay.echo.ended.get() == 1);
            other.text("still here?");
            assertThat(other.readText()).isEqualTo("still here?");
        }
    }

    private static String text(int length) {
        byte[] letters = new byte[length];
        for (int i = 0; i < length; i++) letters[i] = (byte) ('a' + i % 26);
        return new String(letters, ISO_8859_1);
    }
}
