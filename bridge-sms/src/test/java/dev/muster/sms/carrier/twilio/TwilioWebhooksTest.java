package dev.muster.sms.carrier.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Incoming.OptedOut;
import dev.muster.sms.carrier.Incoming.Receipt;
import dev.muster.sms.carrier.Incoming.Said;
import dev.muster.sms.carrier.Incoming.State;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.carrier.Outgoing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TwilioWebhooksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final PhoneNumber SOMEBODY = new PhoneNumber("+12025550123");
    private static final String OLD_TOKEN = "f".repeat(32);
    private static final String ID = "SM" + "9".repeat(32);
    private static final Map<String, String> STOP =
            Map.of("MessageSid", ID, "From", SOMEBODY.e164(), "To", "+15005550006", "Body", "STOP");

    private final List<Incoming> heard = new CopyOnWriteArrayList<>();
    private volatile boolean isBroken;
    private TestTwilio twilio;
    private TwilioCarrier carrier;
    private HttpServer server;
    private URI ours;

    @BeforeEach
    void start() throws IOException {
        twilio = new TestTwilio();
        carrier = new TwilioCarrier(
                TestTwilio.config(twilio.address(), List.of(TestTwilio.TOKEN, OLD_TOKEN)),
                TestTwilio.PUBLIC_URL,
                InstantSource.system());
        carrier.start(this::hear);
        var routes = new Routes();
        carrier.on(routes);
        server = new HttpServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Serving(Optional.empty(), 1 << 20, Duration.ofSeconds(30), Duration.ZERO, 1_000),
                routes);
        ours = URI.create("http://127.0.0.1:" + ((InetSocketAddress) server.address()).getPort());
    }

    private void hear(Incoming incoming) {
        if (isBroken) throw new IllegalStateException("the disk is full");
        heard.add(incoming);
    }

    @AfterEach
    void stop() {
        server.close();
        carrier.close();
        twilio.close();
    }

    private TestTwilio.Taken taken(String id) throws InterruptedException {
        Answer answer = carrier.send(Outgoing.text(id, "", SOMEBODY, "hi", Duration.ofHours(1)), PATIENCE);
        String name = ((Answer.Accepted) answer).ids().getFirst();
        return twilio.taken().stream()
                .filter(message -> message.id().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Receipt receipt(TestTwilio.Taken message, String status, Map<String, String> more) throws Exception {
        assertThat(twilio.report(ours, message, status, more).statusCode()).isEqualTo(200);
        return (Receipt) heard.getLast();
    }

    /// Of Twilio's pages.
    @Test
    void R37_signaturesAreTwilios() {
        assertThat(TestTwilio.signature(
                        "12345",
                        "https://mycompany.com/myapp.php?foo=1&bar=2",
                        Map.of(
                                "CallSid", "CA1234567890ABCDE",
                                "Caller", "+14158675309",
                                "Digits", "1234",
                                "From", "+14158675309",
                                "To", "+18005551212")))
                .isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
    }

    @Test
    void whatSomebodyWritesIsHeard() throws Exception {
        HttpResponse<String> answer = twilio.text(ours, ID, SOMEBODY.e164(), "قف & é+😀", Map.of());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>");
        assertThat(heard)
                .containsExactly(
                        new Said("twilio", ID, SOMEBODY.e164(), "+15005550006", "قف & é+😀", List.of(), false));
    }

    @Test
    void R43_theSameIsHeardUnderTheSameKey() throws Exception {
        for (int time = 0; time < 10; time++) twilio.text(ours, ID, SOMEBODY.e164(), "hi", Map.of());

        assertThat(heard.stream().distinct()).hasSize(1);
    }

    @Test
    void R13_whatTwilioHasAnsweredIsNotAnsweredAgain() throws Exception {
        twilio.text(ours, ID, SOMEBODY.e164(), "STOP", Map.of("OptOutType", "STOP"));

        assertThat(((Said) heard.getFirst()).isAnswered()).isTrue();
    }

    @Test
    void R48_picturesComeAsAddresses() throws Exception {
        twilio.text(
                ours,
                ID,
                SOMEBODY.e164(),
                "",
                Map.of(
                        "NumMedia",
                        "2",
                        "MediaUrl0",
                        "https://api.twilio.com/a",
                        "MediaUrl1",
                        "https://api.twilio.com/b"));

        assertThat(((Said) heard.getFirst()).media())
                .containsExactly(URI.create("https://api.twilio.com/a"), URI.create("https://api.twilio.com/b"));
    }

    @Test
    void whoWritesByRcsHasTheSameNumber() throws Exception {
        twilio.text(ours, ID, "rcs:" + SOMEBODY.e164(), "hi", Map.of());

        assertThat(((Said) heard.getFirst()).from()).isEqualTo(SOMEBODY.e164());
    }

    private int post(String path, String body, String signature) throws Exception {
        return twilio.post(ours, path, body, signature).statusCode();
    }

    private static String signature(String token, String url) {
        return TestTwilio.signature(token, url, STOP);
    }

    @Test
    void R37_whatIsForgedChangesNothing() throws Exception {
        String body = TestTwilio.encode(STOP);
        String address = TestTwilio.PUBLIC_URL + Webhooks.INBOUND;
        String right = signature(TestTwilio.TOKEN, address);

        assertThat(post(Webhooks.INBOUND, body, "")).as("unsigned").isEqualTo(403);
        assertThat(post(Webhooks.INBOUND, body, signature("guessed", address)))
                .as("another token")
                .isEqualTo(403);
        assertThat(post(Webhooks.INBOUND, body + "&More=1", right))
                .as("something added")
                .isEqualTo(403);
        assertThat(post(Webhooks.RECEIPTS + "m-1", body, right))
                .as("brought elsewhere")
                .isEqualTo(403);
        assertThat(post(Webhooks.INBOUND + "?x=1", body, right))
                .as("with a query")
                .isEqualTo(403);
        assertThat(heard).isEmpty();

        assertThat(post(Webhooks.INBOUND, body, right)).isEqualTo(200);
    }

    @Test
    void R38_whatIsSignedIsThePublicAddress() throws Exception {
        String body = TestTwilio.encode(STOP);

        assertThat(post(Webhooks.INBOUND, body, signature(TestTwilio.TOKEN, ours + Webhooks.INBOUND)))
                .isEqualTo(403);
    }

    @Test
    void R39_nothingTwiceAndNothingLarge() throws Exception {
        String body = TestTwilio.encode(STOP);
        String right = signature(TestTwilio.TOKEN, TestTwilio.PUBLIC_URL + Webhooks.INBOUND);
        Map<String, String> large = new TreeMap<>(STOP);
        large.put("Body", "x".repeat(64 * 1024));

        assertThat(post(Webhooks.INBOUND, body + "&Body=STOP", right)).isEqualTo(403);
        assertThat(post(Webhooks.INBOUND, body + "&%zz=1", right)).isEqualTo(403);
        assertThat(twilio.bring(ours, Webhooks.INBOUND, large).statusCode()).isEqualTo(413);
        assertThat(heard).isEmpty();
    }

    @Test
    void R40_twoTokensCountWhileOneIsReplaced() throws Exception {
        String old = signature(OLD_TOKEN, TestTwilio.PUBLIC_URL + Webhooks.INBOUND);

        assertThat(post(Webhooks.INBOUND, TestTwilio.encode(STOP), old)).isEqualTo(200);
    }

    @Test
    void R12_whatIsNotWrittenDownIsBroughtAgain() throws Exception {
        isBroken = true;
        assertThat(twilio.bring(ours, Webhooks.INBOUND, STOP).statusCode()).isEqualTo(503);

        isBroken = false;
        assertThat(twilio.bring(ours, Webhooks.INBOUND, STOP).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsSignedAndLacksSomethingIsSaidToBeSo() throws Exception {
        assertThat(twilio.bring(ours, Webhooks.INBOUND, Map.of("From", SOMEBODY.e164()))
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "accepted, '', SENT",
        "queued, '', SENT",
        "sending, '', SENT",
        "sent, '', SENT",
        "delivered, '', DELIVERED",
        "read, '', READ",
        "undelivered, 30003, FAILED",
        "undelivered, 30036, EXPIRED",
        "undelivered, 63106, TEXT_ONLY",
        "failed, 30007, FAILED",
        "canceled, '', FAILED"
    })
    void R30_aReceiptSaysHowFarItIs(String status, String code, State state) throws Exception {
        TestTwilio.Taken message = taken("m-1");

        assertThat(receipt(message, status, Map.of("ErrorCode", code)))
                .isEqualTo(new Receipt(
                        "twilio",
                        Optional.of("m-1"),
                        List.of(message.id()),
                        state,
                        code,
                        Optional.empty(),
                        Optional.of(Means.SMS)));
    }

    @Test
    void aStateThatNobodyKnowsIsNoReceipt() throws Exception {
        assertThat(twilio.report(ours, taken("m-1"), "teleported", Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(heard).isEmpty();
    }

    /// Receipts of a hundred messages, in any order, some of them twice, and forged ones among them.
    @Test
    void R30_receiptsComeInAnyOrder() throws Exception {
        var random = new Random(5);
        record Step(TestTwilio.Taken message, String status) {}
        List<Step> steps = new ArrayList<>();
        for (int at = 0; at < 100; at++) {
            TestTwilio.Taken message = taken("m-" + at);
            for (String status : List.of("queued", "sent", at % 10 == 0 ? "undelivered" : "delivered")) {
                steps.add(new Step(message, status));
                if (random.nextInt(4) == 0) steps.add(new Step(message, status));
            }
        }
        Collections.shuffle(steps, random);

        for (Step step : steps) {
            twilio.report(ours, step.message(), step.status(), Map.of());
            String forged =
                    TestTwilio.encode(Map.of("MessageSid", step.message().id(), "MessageStatus", "read"));
            assertThat(post(step.message().reportsTo(), forged, "forged")).isEqualTo(403);
        }

        assertThat(heard).hasSize(steps.size());
        Map<String, State> last = new TreeMap<>();
        for (Incoming incoming : heard) {
            var receipt = (Receipt) incoming;
            last.merge(
                    receipt.message().orElseThrow(),
                    receipt.state(),
                    (one, other) -> one.compareTo(other) > 0 ? one : other);
        }
        assertThat(last).hasSize(100);
        assertThat(last.values()).filteredOn(state -> state == State.FAILED).hasSize(10);
        assertThat(last.values()).filteredOn(state -> state == State.DELIVERED).hasSize(90);
    }

    @Test
    void R16_whoTurnsOutToHaveOptedOutIsHeardOf() throws Exception {
        twilio.report(ours, taken("m-1"), "undelivered", Map.of("ErrorCode", "21610"));

        assertThat(heard).hasSize(2).element(0).isInstanceOf(Receipt.class);
        assertThat(heard.getLast()).isEqualTo(new OptedOut("twilio", SOMEBODY));
    }

    @Test
    void R29_aSenderThatTurnsOutNotToBeRegisteredRests() throws Exception {
        twilio.report(
                ours,
                taken("m-1"),
                "undelivered",
                Map.of("ErrorCode", "30034", "MessagingServiceSid", TestTwilio.SERVICE));

        Outgoing next = Outgoing.text("m-2", "", SOMEBODY, "hi", Duration.ofHours(1));
        assertThat(carrier.send(next, PATIENCE)).isInstanceOf(Answer.Later.class);
        assertThat(twilio.taken()).hasSize(1);
    }

    @Test
    void R49_aReceiptSaysWhetherItFellBack() throws Exception {
        TestTwilio.Taken message = taken("m-1");

        assertThat(receipt(message, "delivered", Map.of("From", "rcs:muster_agent"))
                        .means())
                .contains(Means.RCS);
        assertThat(receipt(message, "delivered", Map.of("From", "+15005550006")).means())
                .contains(Means.SMS);
    }

    @Test
    void beforeItIsStartedNothingIsTaken() throws Exception {
        try (var idle = new TwilioCarrier(twilio.config(), TestTwilio.PUBLIC_URL, InstantSource.system())) {
            var routes = new Routes();
            idle.on(routes);
            try (var idleServer = new HttpServer(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    new Serving(Optional.empty(), 1 << 20, Duration.ofSeconds(30), Duration.ZERO, 10),
                    routes)) {
                URI at = URI.create("http://127.0.0.1:" + ((InetSocketAddress) idleServer.address()).getPort());
                assertThat(twilio.bring(at, Webhooks.INBOUND, STOP).statusCode())
                        .isEqualTo(503);
            }
        }
    }
}
