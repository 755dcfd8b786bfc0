package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.relay.net.RawClient.Frame;
import dev.muster.relay.session.Client;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 7692: messages in fewer bytes, for those who want that.
@Timeout(60)
@ExtendWith(NoLeaks.class)
class CompressionTest {
    private static final int MOST = 100_000;
    private static final int COMPRESSED = 0xc1;
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";
    private static final byte[] HEAD = "[\"EVENT\",\"sub\",".getBytes(UTF_8);

    private TestServer relay;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        relay = TestServer.start(setting -> setting.messageBytes = MOST);
        client = RawClient.open(relay.server, OFFER + "; client_max_window_bits");
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; client_max_window_bits=10; client_no_context_takeover",
                "Permessage-Deflate; server_no_context_takeover",
                "permessage-deflate; server_max_window_bits=15",
                "x-webkit-deflate-frame, permessage-deflate",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate"
            })
    void whatWeCanDoIsAgreedTo(String offer) throws IOException {
        try (RawClient other = RawClient.connect(relay.server)) {
            assertThat(other.handshake("/", "Sec-WebSocket-Extensions: " + offer))
                    .contains("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-webkit-deflate-frame",
                "permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_no_context_takeover=1",
                "permessage-deflate; client_max_window_bits; client_max_window_bits",
                "permessage-deflate; something_else"
            })
    void whatWeCanNotDoIsNot(String offer) throws IOException {
        try (RawClient other = RawClient.connect(relay.server)) {
            String answer = other.handshake("/", "Sec-WebSocket-Extensions: " + offer);
            assertThat(answer).startsWith("HTTP/1.1 101 ").doesNotContain("permessage-deflate");
        }
    }

    @Test
    void whoOffersNothingGetsNothingCompressed() throws IOException {
        try (RawClient plain = RawClient.open(relay.server)) {
            plain.text(prose(5000));
            Frame answer = plain.read();
            assertThat(answer.isCompressed()).isFalse();
            assertThat(answer.text()).isEqualTo(prose(5000));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 1024, 20_000, MOST})
    void B01_28_aCompressedMessageIsHeard(int length) throws IOException {
        client.send(COMPRESSED, Deflated.deflate(prose(length).getBytes(UTF_8)));

        assertThat(client.readText()).isEqualTo(prose(length));
    }

    @Test
    void B01_28_eachMessageStandsForItself() throws IOException {
        for (int i = 0; i < 50; i++) {
            String message = i + prose(2000);
            if (i % 3 == 0) client.text(message);
            else client.send(COMPRESSED, Deflated.deflate(message.getBytes(UTF_8)));
        }

        for (int i = 0; i < 50; i++) assertThat(client.readText()).isEqualTo(i + prose(2000));
    }

    @Test
    void B01_28_aCompressedMessageMayComeInFragments() throws IOException {
        byte[] whole = Deflated.deflate(prose(3000).getBytes(UTF_8));
        client.send(0x40 | RawClient.TEXT, Arrays.copyOf(whole, 10));
        client.send(RawClient.CONTINUATION, Arrays.copyOfRange(whole, 10, 20));
        client.send(0x80, Arrays.copyOfRange(whole, 20, whole.length));

        assertThat(client.readText()).isEqualTo(prose(3000));
    }

    @Test
    void aFragmentThatGoesOnMustNotSayItIsCompressed() throws IOException {
        client.send(RawClient.TEXT, "a".getBytes(UTF_8));
        client.send(COMPRESSED & ~RawClient.TEXT, "b".getBytes(UTF_8));

        assertThat(client.read().closeCode()).isEqualTo(1002);
    }

    @Test
    void B01_28_theLimitHoldsForWhatCameOutOfCompression() throws IOException {
        client.send(COMPRESSED, Deflated.deflate(prose(MOST + 1).getBytes(UTF_8)));

        assertThat(client.read().closeCode()).isEqualTo(1009);
    }

    @Test
    void B01_28_aMessageThatCompressionMakesLongerMayBeAsLongAsAnyOther() throws IOException {
        byte[] noise = new byte[MOST];
        new Random(5).nextBytes(noise);
        byte[] compressed = Deflated.deflate(noise);
        assertThat(compressed.length).isGreaterThan(MOST);

        client.send(COMPRESSED, compressed);

        assertThat(client.read().payload()).isEqualTo(noise);
    }

    @Test
    void B01_28_aMegabyteOfZerosInAThousandBytesIsTooMuch() throws IOException {
        byte[] bomb = Deflated.deflate(new byte[50 << 20]);
        assertThat(bomb.length).isLessThan(MOST);

        client.send(COMPRESSED, bomb);

        assertThat(client.read().closeCode()).isEqualTo(1009);
        assertThat(client.isHungUp()).isTrue();
    }

    @Test
    void whatIsNotCompressedButSaysSoIsAViolation() throws IOException {
        client.send(COMPRESSED, new byte[] {(byte) 0xff, (byte) 0xff, 1, 2, 3});

        assertThat(client.read().closeCode()).isEqualTo(1007);
    }

    @Test
    void aLongAnswerThatRepeatsItselfIsCompressed() throws IOException {
        client.text(prose(20_000));

        Frame answer = client.read();
        assertThat(answer.isCompressed()).isTrue();
        assertThat(answer.payload().length).isLessThan(10_000);
        assertThat(new String(Deflated.inflate(answer.payload()), UTF_8)).isEqualTo(prose(20_000));
    }

    @Test
    void aShortAnswerIsNotCompressed() throws IOException {
        client.text(prose(1000));

        assertThat(client.read().isCompressed()).isFalse();
    }

    @Test
    void whatIsEncryptedIsNotCompressed() throws IOException {
        client.text(encrypted());

        assertThat(client.read().isCompressed()).isFalse();
    }

    @Test
    void anEventIsCompressedOnceForAllWhoGetIt() throws IOException {
        byte[] event = prose(5000).getBytes(UTF_8);
        Client session = relay.echo.onlyClient();
        session.thread().execute(() -> {
            for (int i = 0; i < 3; i++) session.send(("[\"EVENT\",\"sub" + i + "\",").getBytes(UTF_8), event);
        });

        for (int i = 0; i < 3; i++) {
            Frame frame = client.read();
            assertThat(frame.isCompressed()).isTrue();
            assertThat(new String(Deflated.inflate(frame.payload()), UTF_8))
                    .isEqualTo("[\"EVENT\",\"sub" + i + "\"," + prose(5000) + "]");
        }
    }

    @Test
    void anEventThatIsNotWorthItGoesAsItIs() throws IOException {
        byte[] event = encrypted().getBytes(UTF_8);
        Client session = relay.echo.onlyClient();
        session.thread().execute(() -> session.send(HEAD, event));

        Frame frame = client.read();
        assertThat(frame.isCompressed()).isFalse();
        assertThat(frame.text()).isEqualTo("[\"EVENT\",\"sub\"," + encrypted() + "]");
    }

    /// What NIP-44 makes of a kilobyte or two.
    private static String encrypted() {
        byte[] noise = new byte[3000];
        new Random(3).nextBytes(noise);
        return Base64.getEncoder().encodeToString(noise);
    }

    private static String prose(int length) {
        var words = new StringBuilder();
        var random = new Random(length);
        String[] some = {"where", "there", "are", "many", "people", "of", "the", "house", "\"tags\":", "and", "so"};
        while (words.length() < length)
            words.append(some[random.nextInt(some.length)]).append(' ');
        return words.substring(0, length);
    }
}
