package dev.muster.sms.carrier.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Card;
import dev.muster.sms.carrier.Incoming.State;
import dev.muster.sms.carrier.LineConfig;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.carrier.Media;
import dev.muster.sms.carrier.Outgoing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TwilioCarrierTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final PhoneNumber SOMEBODY = new PhoneNumber("+12025550123");
    private static final Outgoing TEXT =
            Outgoing.text("m-1", "", SOMEBODY, "Join: https://x.example/s/1", Duration.ofHours(4));
    private static final URI PICTURE = URI.create("https://x.example/p/1.jpg");
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1, 2, 3};

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
    private TestTwilio twilio;
    private TwilioCarrier carrier;

    @BeforeEach
    void start() throws IOException {
        twilio = new TestTwilio();
        carrier = carrier(twilio.config());
    }

    private TwilioCarrier carrier(TwilioConfig config) {
        var made = new TwilioCarrier(config, TestTwilio.PUBLIC_URL, now::get);
        made.start(_ -> {});
        return made;
    }

    @AfterEach
    void stop() {
        carrier.close();
        twilio.close();
    }

    private void passes(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Test
    void aMessageIsTaken() throws Exception {
        Answer answer = carrier.send(TEXT, PATIENCE);

        TestTwilio.Taken taken = twilio.taken().getFirst();
        assertThat(answer).isEqualTo(new Answer.Accepted(List.of(taken.id())));
        assertThat(taken.fields())
                .isEqualTo(Map.of(
                        "To", List.of("+12025550123"),
                        "MessagingServiceSid", List.of(TestTwilio.SERVICE),
                        "Body", List.of("Join: https://x.example/s/1"),
                        "StatusCallback", List.of("https://sms.example.org/v1/webhooks/sms/twilio/receipts/m-1"),
                        "ValidityPeriod", List.of("14400")));
        assertThat(twilio.requests().getFirst().header("authorization"))
                .contains("Basic "
                        + Base64.getEncoder()
                                .encodeToString((TestTwilio.ACCOUNT + ":" + TestTwilio.TOKEN).getBytes(UTF_8)));
    }

    @Test
    void whoWantsASenderGetsIt() throws Exception {
        carrier.send(Outgoing.text("m-1", "+15005550006", SOMEBODY, "hi", Duration.ofDays(3)), PATIENCE);

        assertThat(twilio.taken().getFirst().fields())
                .containsEntry("From", List.of("+15005550006"))
                .containsEntry("ValidityPeriod", List.of("36000"))
                .doesNotContainKey("MessagingServiceSid");
    }

    @Test
    void R58_twilioIsNotToldWhoWeAre() throws Exception {
        carrier.send(TEXT, PATIENCE);

        assertThat(twilio.requests().getFirst().header("user-agent").orElse("")).doesNotContain("twilio", "Linux");
    }

    static Stream<Arguments> answered() {
        return Stream.of(
                Arguments.of(200, 0, Answer.Accepted.class),
                Arguments.of(400, 21211, Answer.Refused.class),
                Arguments.of(404, 20404, Answer.Refused.class),
                Arguments.of(401, 20003, Answer.Later.class),
                Arguments.of(408, 20408, Answer.Unknown.class),
                Arguments.of(429, 20429, Answer.Later.class),
                Arguments.of(500, 20500, Answer.Unknown.class),
                Arguments.of(502, 20502, Answer.Unknown.class),
                Arguments.of(503, 20503, Answer.Unknown.class),
                Arguments.of(504, 20504, Answer.Unknown.class));
    }

    @ParameterizedTest
    @MethodSource("answered")
    void R45_oneRequestWhateverTheAnswer(int status, int code, Class<? extends Answer> expected) throws Exception {
        twilio.nowAnswers(
                code == 0
                        ? TestTwilio.json(200, Map.of("sid", "SM" + "1".repeat(32), "status", "queued"))
                        : TestTwilio.error(status, code));

        Answer answer = carrier.send(TEXT, PATIENCE);

        assertThat(answer).isInstanceOf(expected);
        assertThat(twilio.requests()).hasSize(1);
        assertThat(answer.toString()).doesNotContain("2025550123", "example", "http");
    }

    /// Takes connections and requests, and says nothing to them.
    private static final class Silent implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger requests = new AtomicInteger();
        private final boolean resets;

        Silent(boolean resets) throws IOException {
            this.resets = resets;
            Thread.ofVirtual().start(this::take);
        }

        private void take() {
            while (!socket.isClosed()) {
                try {
                    Socket connection = socket.accept();
                    Thread.ofVirtual().start(() -> read(connection));
                } catch (IOException e) {
                    return;
                }
            }
        }

        private void read(Socket connection) {
            try (connection) {
                InputStream in = connection.getInputStream();
                if (in.read() < 0) return;
                requests.incrementAndGet();
                if (resets) connection.setSoLinger(true, 0);
                else in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // They have gone, as they should.
                return;
            }
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void R45_oneRequestWhereThereIsNoAnswer(boolean resets) throws Exception {
        try (var silent = new Silent(resets);
                var lost = carrier(TestTwilio.config(silent.address(), List.of(TestTwilio.TOKEN)))) {
            assertThat(lost.send(TEXT, Duration.ofSeconds(3))).isEqualTo(new Answer.Unknown("no answer"));
            assertThat(silent.requests).hasValue(1);
        }
    }

    @Test
    void R46_whatHasNotLeftMayBeSentAgain() throws Exception {
        // Bound, so that nobody else gets the port, and not listening.
        try (var nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            URI there = URI.create("http://127.0.0.1:" + nobody.getLocalPort());
            var lost = carrier(TestTwilio.config(there, List.of(TestTwilio.TOKEN)));
            assertThat(lost.send(TEXT, PATIENCE))
                    .isEqualTo(new Answer.Later("no connection to Twilio", Optional.empty(), false));
            lost.close();
        }
    }

    @Test
    void aStateThatNobodyKnowsIsNoTrouble() throws Exception {
        twilio.nowAnswers(TestTwilio.json(201, Map.of("sid", "SM" + "1".repeat(32), "status", "teleported")));

        assertThat(carrier.send(TEXT, PATIENCE)).isInstanceOf(Answer.Accepted.class);
    }

    @Test
    void whatIsNotTwiliosAnswerSaysNothing() throws Exception {
        twilio.nowAnswers(Response.of(400, "text/html", "<html>gateway</html>".getBytes(UTF_8)));
        twilio.nowAnswers(Response.of(201, "text/html", "<html>gateway</html>".getBytes(UTF_8)));
        twilio.nowAnswers(TestTwilio.json(201, Map.of()));

        assertThat(carrier.send(TEXT, PATIENCE)).isEqualTo(new Answer.Unknown("HTTP 400"));
        assertThat(carrier.send(TEXT, PATIENCE)).isEqualTo(new Answer.Unknown("HTTP 201"));
        assertThat(carrier.send(TEXT, PATIENCE)).isEqualTo(new Answer.Unknown("no id"));
    }

    @Test
    void R16_whoSentStopToTwilioHasOptedOut() throws Exception {
        twilio.nowAnswers(TestTwilio.error(400, 21610));

        assertThat(carrier.send(TEXT, PATIENCE)).isEqualTo(new Answer.Refused("21610", "wants no texts", true));
    }

    @Test
    void R28_tooMuchPausesEverything() throws Exception {
        twilio.nowAnswers(((Response.Whole) TestTwilio.error(429, 20429)).with("retry-after", "7"));

        assertThat(carrier.send(TEXT, PATIENCE))
                .isEqualTo(new Answer.Later("too much at once", Optional.of(Duration.ofSeconds(7)), true));
        assertThat(carrier.isReady()).isFalse();
        assertThat(carrier.send(TEXT, PATIENCE)).isInstanceOf(Answer.Later.class);
        assertThat(twilio.requests()).hasSize(1);

        passes(Duration.ofSeconds(7));
        assertThat(carrier.isReady()).isTrue();
        assertThat(carrier.send(TEXT, PATIENCE)).isInstanceOf(Answer.Accepted.class);
    }

    @Test
    void R29_aSenderThatIsNotRegisteredRests() throws Exception {
        Outgoing fromAnother = Outgoing.text("m-2", "+15005550006", SOMEBODY, "hi", Duration.ofHours(1));
        twilio.nowAnswers(TestTwilio.error(400, 30034));

        assertThat(carrier.send(TEXT, PATIENCE))
                .isEqualTo(new Answer.Refused("30034", "the sender isn't registered (10DLC)", false));
        assertThat(carrier.send(TEXT, PATIENCE)).isInstanceOf(Answer.Later.class);
        assertThat(carrier.send(fromAnother, PATIENCE)).isInstanceOf(Answer.Accepted.class);
        assertThat(twilio.requests()).hasSize(2);

        passes(Duration.ofHours(1));
        assertThat(carrier.send(TEXT, PATIENCE)).isInstanceOf(Answer.Accepted.class);
    }

    @Test
    void R47_picturesGoWithAnMms() throws Exception {
        URI other = URI.create("https://x.example/p/2.png");
        var mms = new Outgoing(
                "m-1", "", SOMEBODY, "look", Means.MMS, List.of(PICTURE, other), Optional.empty(), Duration.ofHours(1));

        carrier.send(mms, PATIENCE);

        assertThat(twilio.taken().getFirst().fields())
                .containsEntry("MediaUrl", List.of(PICTURE.toString(), other.toString()));
    }

    private static Outgoing card(String id, String from, String link) {
        var card = new Card("Street medic 101", "Tonight", Optional.of(PICTURE), Optional.of(URI.create(link)));
        return new Outgoing(
                id, from, SOMEBODY, "Join: " + link, Means.RCS, List.of(), Optional.of(card), Duration.ofHours(1));
    }

    @Test
    void R49_aCardIsMadeOnceAndFallsBackToText() throws Exception {
        twilio.nowAnswers(TestTwilio.json(201, Map.of("sid", "HX1")));

        assertThat(carrier.send(card("m-1", "+15005550006", "https://x.example/s/one"), PATIENCE))
                .isInstanceOf(Answer.Accepted.class);
        assertThat(carrier.send(card("m-2", "+15005550006", "https://x.example/s/two"), PATIENCE))
                .isInstanceOf(Answer.Accepted.class);

        Request content = twilio.requests().getFirst();
        assertThat(content.path()).isEqualTo("/v1/Content");
        assertThat(content.text())
                .contains("Street medic 101", "https://x.example/s/{{1}}", "{{2}}")
                .doesNotContain("one");
        assertThat(twilio.requests()).hasSize(3);
        assertThat(twilio.taken().get(1).fields())
                .containsEntry("MessagingServiceSid", List.of(TestTwilio.SERVICE))
                .containsEntry("FallbackFrom", List.of("+15005550006"))
                .doesNotContainKey("From")
                .containsEntry("ContentSid", List.of("HX1"))
                .containsEntry("ContentVariables", List.of("{\"1\":\"two\",\"2\":\"Join: https://x.example/s/two\"}"))
                .doesNotContainKey("Body");
    }

    @Test
    void R49_withoutAMessagingServiceTheAddressSaysThatItIsRcs() throws Exception {
        var line = new LineConfig(List.of("+15005550006"), List.of(), 1, 0, List.of());
        var config = new TwilioConfig(
                TestTwilio.ACCOUNT,
                List.of(TestTwilio.TOKEN),
                Optional.empty(),
                "",
                "rcs:muster_agent",
                twilio.address(),
                twilio.address(),
                1,
                line);
        try (var without = carrier(config)) {
            without.send(
                    new Outgoing(
                            "m-1",
                            "+15005550006",
                            SOMEBODY,
                            "Join",
                            Means.RCS,
                            List.of(),
                            Optional.empty(),
                            Duration.ofHours(1)),
                    PATIENCE);
        }
        assertThat(twilio.taken().getFirst().fields())
                .containsEntry("To", List.of("rcs:" + SOMEBODY.e164()))
                .containsEntry("From", List.of("rcs:muster_agent"))
                .doesNotContainKeys("MessagingServiceSid", "FallbackFrom");
    }

    @Test
    void R49_aPhoneThatKnowsNoRcsMayGetAText() throws Exception {
        twilio.nowAnswers(TestTwilio.json(201, Map.of("sid", "HX1")));
        twilio.nowAnswers(TestTwilio.error(400, 63106));

        assertThat(carrier.send(card("m-1", "", "https://x.example/s/one"), PATIENCE))
                .isEqualTo(new Answer.TextOnly("63106"));
    }

    @Test
    void R49_withoutItsLookACardHasCertainlyNotLeft() throws Exception {
        twilio.nowAnswers(TestTwilio.error(503, 20503));

        assertThat(carrier.send(card("m-1", "", "https://x.example/s/one"), PATIENCE))
                .isInstanceOf(Answer.Later.class);
        assertThat(twilio.requests()).hasSize(1);
    }

    @Test
    void R36_twilioIsAskedByItsOwnId() throws Exception {
        String id = "SM" + "1".repeat(32);
        twilio.nowAnswers(TestTwilio.json(
                200, Map.of("sid", id, "status", "undelivered", "error_code", 30036, "from", "+15005550006")));

        var receipt = carrier.ask(TEXT, List.of(id), now.get(), PATIENCE).orElseThrow();

        assertThat(receipt.state()).isEqualTo(State.EXPIRED);
        assertThat(receipt.message()).contains("m-1");
        assertThat(receipt.ids()).containsExactly(id);
        assertThat(receipt.code()).isEqualTo("30036");
        assertThat(receipt.means()).contains(Means.SMS);
    }

    @Test
    void R36_aMessageWhoseAnswerWasLostIsFoundByWhatItSays() throws Exception {
        twilio.nowAnswers(listed(List.of(
                stored("1", "another", "Sat, 21 Nov 2026 12:00:01 +0000"),
                stored("2", TEXT.text(), "Sat, 21 Nov 2026 11:00:01 +0000"),
                stored("3", TEXT.text(), "Sat, 21 Nov 2026 12:00:02 +0000"))));

        var receipt = carrier.ask(TEXT, List.of(), now.get(), PATIENCE).orElseThrow();

        assertThat(receipt.ids()).containsExactly("SM" + "3".repeat(32));
        assertThat(receipt.state()).isEqualTo(State.SENT);
        assertThat(twilio.requests().getFirst().query()).containsEntry("To", List.of("+12025550123"));
    }

    @Test
    void R36_ofTwoAlikeNobodyKnowsWhichItIs() throws Exception {
        twilio.nowAnswers(listed(List.of(
                stored("1", TEXT.text(), "Sat, 21 Nov 2026 12:00:01 +0000"),
                stored("2", TEXT.text(), "Sat, 21 Nov 2026 12:00:02 +0000"))));

        assertThat(carrier.ask(TEXT, List.of(), now.get(), PATIENCE)).isEmpty();
    }

    private static Map<String, String> stored(String digit, String text, String created) {
        return Map.of("sid", "SM" + digit.repeat(32), "body", text, "date_created", created, "status", "queued");
    }

    private static Response listed(List<Map<String, String>> messages) {
        return TestTwilio.json(200, Map.of("messages", messages, "page_size", 50, "uri", "/x"));
    }

    private static URI media() {
        return URI.create("https://api.twilio.com/2010-04-01/Accounts/" + TestTwilio.ACCOUNT + "/Messages/MM"
                + "1".repeat(32) + "/Media/ME" + "2".repeat(32));
    }

    @Test
    void R48_aPictureIsFetchedAndOnlyTwilioSeesOurToken() throws Exception {
        twilio.nowAnswers(Response.text(307, "").with("location", "/elsewhere"));
        twilio.nowAnswers(Response.of(200, "image/jpeg", JPEG));

        Media media = carrier.fetch(media(), PATIENCE).orElseThrow();

        assertThat(media.type()).isEqualTo("image/jpeg");
        assertThat(media.bytes()).isEqualTo(JPEG);
        assertThat(twilio.requests().get(0).header("authorization")).isPresent();
        assertThat(twilio.requests().get(1).header("authorization")).isEmpty();
    }

    @Test
    void R48_whatIsNoPictureIsNotTaken() throws Exception {
        twilio.nowAnswers(Response.of(200, "image/png", JPEG));
        twilio.nowAnswers(Response.of(200, "text/html", "<html>".getBytes(UTF_8)));
        twilio.nowAnswers(Response.of(200, "image/jpeg", Arrays.copyOf(JPEG, (1 << 20) + 1)));

        assertThat(carrier.fetch(media(), PATIENCE)).as("another type").isEmpty();
        assertThat(carrier.fetch(media(), PATIENCE)).as("no picture").isEmpty();
        assertThat(carrier.fetch(media(), PATIENCE)).as("too large").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://10.0.0.1/2010-04-01/Accounts", "http://127.0.0.1/", "file:///etc/passwd"})
    void R48_onlyOurOwnMessagesAreAskedFor(String address) throws Exception {
        assertThat(carrier.fetch(URI.create(address), PATIENCE)).isEmpty();
        assertThat(twilio.requests()).isEmpty();
    }

    @Test
    void R56_twilioForgetsAMessageAndWhatWasWithIt() throws Exception {
        String id = "MM" + "1".repeat(32);
        twilio.nowAnswers(TestTwilio.json(
                200,
                Map.of("media_list", List.of(Map.of("sid", "ME" + "2".repeat(32))), "page_size", 50, "uri", "/x")));
        twilio.nowAnswers(Response.text(204, ""));
        twilio.nowAnswers(Response.text(204, ""));

        assertThat(carrier.forget(id, PATIENCE)).isTrue();
        assertThat(twilio.requests())
                .extracting(request -> request.method() + " " + request.path().replaceFirst(".*/Messages", ""))
                .containsExactly(
                        "GET /" + id + "/Media.json",
                        "DELETE /" + id + "/Media/ME" + "2".repeat(32) + ".json",
                        "DELETE /" + id + ".json");
    }

    @Test
    void R56_whatIsGoneIsForgotten() throws Exception {
        String id = "SM" + "1".repeat(32);
        twilio.nowAnswers(TestTwilio.error(404, 20404));
        twilio.nowAnswers(TestTwilio.error(409, 20009));

        assertThat(carrier.forget(id, PATIENCE)).isTrue();
        assertThat(carrier.forget(id, PATIENCE))
                .as("a message that isn't final")
                .isFalse();
    }

    @Test
    void R42_withoutATokenNothingStarts(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> TestTwilio.config(URI.create("https://x.example"), List.of()))
                .hasMessageContaining("authTokens");
        Path empty = Files.writeString(folder.resolve("token"), "\n");
        var config = new TwilioConfig(
                TestTwilio.ACCOUNT,
                List.of(),
                Optional.of(empty),
                TestTwilio.SERVICE,
                "",
                URI.create("https://x.example"),
                URI.create("https://x.example"),
                1,
                TwilioConfig.DEFAULT.line());
        assertThatThrownBy(() -> carrier(config)).hasMessageContaining("no token");
    }

    @Test
    void aTokenIsNotSentInTheClear() {
        assertThatThrownBy(() -> TestTwilio.config(URI.create("http://x.example"), List.of(TestTwilio.TOKEN)))
                .hasMessageContaining("https://");
    }

    @Test
    void withoutASenderThereIsNoRcs() {
        assertThat(carrier.means()).contains(Means.RCS);
        var config = new TwilioConfig(
                TestTwilio.ACCOUNT,
                List.of(TestTwilio.TOKEN),
                Optional.empty(),
                TestTwilio.SERVICE,
                "",
                twilio.address(),
                twilio.address(),
                1,
                TwilioConfig.DEFAULT.line());
        try (var without = carrier(config)) {
            assertThat(without.means()).doesNotContain(Means.RCS);
        }
    }
}
