package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Card;
import dev.muster.sms.carrier.LineConfig;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.carrier.twilio.TwilioCarrier;
import dev.muster.sms.carrier.twilio.TwilioConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Everything that we ask of Twilio is as Twilio describes it.
@NeedsNode(NodeScript.TWILIO)
@Timeout(120)
class TwilioDescriptionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ACCOUNT = "AC" + "a".repeat(32);
    private static final String SERVICE = "MG" + "b".repeat(32);
    private static final PhoneNumber SOMEBODY = new PhoneNumber("+12025550123");
    private static final String SENDER = "+15005550006";

    private final NodePeer twilio;
    private final URI address;
    private final TwilioCarrier carrier;

    TwilioDescriptionTest(NodePeer node) {
        twilio = node;
        address = URI.create(node.text("address"));
        var config = new TwilioConfig(
                ACCOUNT,
                List.of("0".repeat(32)),
                Optional.empty(),
                SERVICE,
                "rcs:muster_agent",
                address,
                address,
                1,
                LineConfig.DEFAULT);
        carrier = new TwilioCarrier(config, URI.create("https://sms.example.org"), InstantSource.system());
        node.ask("verdicts");
    }

    @AfterEach
    void close() {
        carrier.close();
    }

    /// Each of these requests was made once, and nothing was wrong with it.
    private void assertFitting(String... requests) {
        List<JsonNode> verdicts = twilio.ask("verdicts").valueStream().toList();
        assertThat(verdicts)
                .allSatisfy(verdict -> assertThat(verdict.path("complaints").asString())
                        .as(verdict.path("asked").asString())
                        .isEmpty());
        assertThat(verdicts)
                .extracting(verdict -> verdict.path("asked")
                        .asString()
                        .replaceFirst("/2010-04-01/Accounts/[^/]+", "")
                        .replaceAll("(SM|MM|ME)[0-9a-f]{32}", "$1"))
                .containsExactly(requests);
    }

    private void assertTaken(Outgoing message) throws InterruptedException {
        assertThat(carrier.send(message, PATIENCE)).isInstanceOf(Answer.Accepted.class);
    }

    @Test
    void aText() throws Exception {
        assertTaken(Outgoing.text("m-1", "", SOMEBODY, "Join: https://x.example/j/1 ✊🏽 & more", Duration.ofHours(4)));
        assertFitting("POST /Messages.json");
    }

    @Test
    void aTextFromANumber() throws Exception {
        assertTaken(Outgoing.text("m-1", SENDER, SOMEBODY, "hi", Duration.ofDays(7)));
        assertFitting("POST /Messages.json");
    }

    @Test
    void R47_anMms() throws Exception {
        List<URI> pictures = List.of(URI.create("https://x.example/1.jpg"), URI.create("https://x.example/2.png"));
        assertTaken(
                new Outgoing("m-1", "", SOMEBODY, "look", Means.MMS, pictures, Optional.empty(), Duration.ofHours(1)));
        assertFitting("POST /Messages.json");
    }

    @Test
    void R49_aCard() throws Exception {
        var card = new Card(
                "Street medic 101",
                "Tonight",
                Optional.of(URI.create("https://x.example/1.jpg")),
                Optional.of(URI.create("https://x.example/s/abc")));
        for (String sender : List.of("", SENDER))
            assertTaken(new Outgoing(
                    "m-1", sender, SOMEBODY, "Join", Means.RCS, List.of(), Optional.of(card), Duration.ofHours(1)));
        assertFitting("POST /v1/Content", "POST /Messages.json", "POST /Messages.json");
    }

    @Test
    void R49_aTextByRcs() throws Exception {
        assertTaken(new Outgoing(
                "m-1", SENDER, SOMEBODY, "Join", Means.RCS, List.of(), Optional.empty(), Duration.ofHours(1)));
        assertFitting("POST /Messages.json");
    }

    @Test
    void R36_askingHowAMessageFares() throws Exception {
        Outgoing message = Outgoing.text("m-1", "", SOMEBODY, "hi", Duration.ofHours(1));
        assertThat(carrier.ask(message, List.of("SM" + "1".repeat(32)), Instant.now(), PATIENCE))
                .isPresent();
        carrier.ask(message, List.of(), Instant.now(), PATIENCE);
        assertFitting("GET /Messages/SM.json", "GET /Messages.json");
    }

    @Test
    void R56_forgetting() throws Exception {
        assertThat(carrier.forget("SM" + "1".repeat(32), PATIENCE)).isTrue();
        assertThat(carrier.forget("MM" + "1".repeat(32), PATIENCE)).isTrue();
        assertFitting(
                "DELETE /Messages/SM.json",
                "GET /Messages/MM/Media.json",
                "DELETE /Messages/MM/Media/ME.json",
                "DELETE /Messages/MM.json");
    }

    /// What the SDK makes of a time of ours: the time zone is lost. We ask for none.
    @Test
    void whatDoesNotFitIsNoticed() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        address.resolve("/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json"))
                .header("authorization", "Basic eDp5")
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("To=%2B12025550123&Body=hi&SendAt=2026-11-21T09%3A30%3A00"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(422);
        }
    }
}
