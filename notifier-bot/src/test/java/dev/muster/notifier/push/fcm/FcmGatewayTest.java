package dev.muster.notifier.push.fcm;

import static dev.muster.notifier.push.TestParcel.NOW;
import static dev.muster.notifier.push.TestParcel.fcm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.kit.http.Response;
import dev.muster.notifier.device.Environment;
import dev.muster.notifier.push.Parcel;
import dev.muster.notifier.push.TestParcel;
import dev.muster.notifier.push.Verdict;
import dev.muster.notifier.push.Verdict.Closed;
import dev.muster.notifier.push.Verdict.Dead;
import dev.muster.notifier.push.Verdict.Later;
import dev.muster.notifier.push.Verdict.Refused;
import dev.muster.notifier.push.Verdict.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What is told to Google, and what its answers mean.
@Timeout(60)
class FcmGatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Verdict TAKEN = new Taken(Environment.PRODUCTION);

    @TempDir
    private static @Nullable Path keys;

    private final Path folder = Objects.requireNonNull(keys);
    private final TestGoogle google;
    private final FcmGateway gateway;

    FcmGatewayTest() throws IOException {
        google = new TestGoogle(folder);
        gateway = new FcmGateway(google.config(), InstantSource.fixed(NOW));
    }

    @BeforeAll
    static void makeKeys() throws Exception {
        TestGoogle.makeKeys(Objects.requireNonNull(keys));
    }

    @AfterEach
    void close() {
        gateway.close();
        google.close();
    }

    private Verdict hand(TestParcel parcel) throws InterruptedException {
        return gateway.hand(parcel.pack(), PATIENCE);
    }

    @Test
    void push_R40_aCallIsDataAloneAndUrgentForAsLongAsItRings() throws Exception {
        assertThat(hand(fcm("phone"))).isEqualTo(TAKEN);

        JsonNode message = google.messages.getFirst();
        assertThat(message.has("notification")).isFalse();
        assertThat(message.path("data").path("type").asString()).isEqualTo("incoming_call");
        JsonNode android = message.path("android");
        assertThat(android.has("notification")).isFalse();
        assertThat(android.path("priority").asString()).isEqualTo("high");
        assertThat(android.path("ttl").asString()).isEqualTo("40s");
        assertThat(android.path("collapse_key").asString()).isEqualTo(TestParcel.COLLAPSE);
    }

    @ParameterizedTest
    @CsvSource({"RING,high", "RING_OVER,high", "ALERT,high", "WAKE,normal"})
    void push_R40_onlyWhatIsUnseenAnywayCanWait(Parcel.Sort sort, String priority) throws Exception {
        hand(fcm("phone").of(sort));

        assertThat(google.messages.getFirst().path("android").path("priority").asString())
                .isEqualTo(priority);
    }

    @Test
    void push_R40_4096BytesAndNoMore() throws Exception {
        String filled = "{\"e\":\"" + "x".repeat(4096 - 8) + "\"}";

        assertThat(hand(fcm("phone").saying(filled))).isEqualTo(TAKEN);
        assertThat(hand(fcm("phone").saying(filled + " "))).isEqualTo(new Refused("too large"));
        assertThat(google.messages).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"hasVideo\":true}", "{\"aps\":{}}", "[]", "{", ""})
    void push_R40_whatIsNotTextByNameIsNotSent(String body) throws Exception {
        assertThat(hand(fcm("phone").saying(body))).isEqualTo(new Refused("not text by name"));
        assertThat(google.messages).isEmpty();
    }

    @Test
    void push_R40_nothingRingsAfterTheRing() throws Exception {
        assertThat(hand(fcm("phone").until(NOW))).isEqualTo(new Refused("too late"));
        assertThat(google.messages).isEmpty();
    }

    @Test
    void push_R41_onlyAnUnregisteredTokenIsDead() throws Exception {
        google.answers("gone", TestGoogle.error(404, "NOT_FOUND", "UNREGISTERED"));

        assertThat(hand(fcm("gone"))).isEqualTo(new Dead("UNREGISTERED", Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "403,PERMISSION_DENIED,SENDER_ID_MISMATCH",
        "400,INVALID_ARGUMENT,INVALID_ARGUMENT",
        "401,UNAUTHENTICATED,THIRD_PARTY_AUTH_ERROR"
    })
    void push_R41_aTokenThatIsOnlySuspectIsRefused(int status, String word, String reason) throws Exception {
        google.answers("phone", TestGoogle.error(status, word, reason));

        assertThat(hand(fcm("phone"))).isEqualTo(new Refused(reason));
    }

    @ParameterizedTest
    @CsvSource({"401,UNAUTHENTICATED", "403,PERMISSION_DENIED", "404,NOT_FOUND"})
    void push_R41_whatIsWrongWithOurAccountIsNoTokensFault(int status, String word) throws Exception {
        google.answers("phone", TestGoogle.json(status, Map.of("error", Map.of("code", status, "status", word))));

        assertThat(hand(fcm("phone"))).isEqualTo(new Closed(word));
    }

    @ParameterizedTest
    @CsvSource({"7,7", "'Thu, 01 Jan 2026 12:00:30 GMT',30", "'Thu, 01 Jan 2026 11:00:00 GMT',0", "soon,60"})
    void push_R42_tooMuchSaysHowLongToWait(String header, int seconds) throws Exception {
        google.answers(
                "phone",
                TestGoogle.error(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED").with("retry-after", header));

        assertThat(hand(fcm("phone"))).isEqualTo(new Later("QUOTA_EXCEEDED", Optional.of(Duration.ofSeconds(seconds))));
    }

    @Test
    void push_R42_tooMuchAndNotForHowLongIsAMinute() throws Exception {
        google.answers("phone", TestGoogle.error(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED"));

        assertThat(hand(fcm("phone"))).isEqualTo(new Later("QUOTA_EXCEEDED", Optional.of(Duration.ofMinutes(1))));
    }

    @ParameterizedTest
    @CsvSource({"503,UNAVAILABLE", "500,INTERNAL"})
    void push_R42_whatFailsAtGoogleIsTriedOnceAndComesLater(int status, String word) throws Exception {
        google.answers("phone", TestGoogle.error(status, word, word).with("retry-after", "3"));

        assertThat(hand(fcm("phone"))).isEqualTo(new Later(word, Optional.of(Duration.ofSeconds(3))));
        assertThat(google.messages).hasSize(1);
    }

    @Test
    void push_R42_whatSomethingInBetweenAnswersComesLater() throws Exception {
        google.answers("phone", Response.text(502, "<html>Bad gateway"));

        assertThat(hand(fcm("phone"))).isInstanceOf(Later.class);
    }

    @Test
    void push_R42_nobodyWaitsLongerThanTheirPatience() throws Exception {
        assertThat(gateway.hand(fcm("hangs").pack(), Duration.ofMillis(500))).isEqualTo(new Later("no answer"));
        assertThat(hand(fcm("phone"))).isEqualTo(TAKEN);
    }

    @Test
    void push_R43_oneBadTokenFailsNoOther() throws Exception {
        google.answers("phone-7", TestGoogle.error(404, "NOT_FOUND", "UNREGISTERED"));
        List<Callable<Verdict>> all = IntStream.range(0, 20)
                .<Callable<Verdict>>mapToObj(number -> () -> hand(fcm("phone-" + number)))
                .toList();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Verdict> verdicts =
                    threads.invokeAll(all).stream().map(Future::resultNow).toList();
            assertThat(verdicts).filteredOn(TAKEN::equals).hasSize(19);
            assertThat(verdicts.get(7)).isInstanceOf(Dead.class);
        }
        assertThat(google.messages).hasSize(20);
        assertThat(google.tokens).as("push_R44: one access token for all").hasValue(1);
    }

    @Test
    void push_R44_aTokenIsReplacedBeforeItExpires() throws Exception {
        google.tokenSeconds = 200;
        hand(fcm("phone"));
        hand(fcm("phone"));

        assertThat(google.tokens).hasValueGreaterThan(1);
    }

    @Test
    void push_R44_whoeverHandsOutTokensMayFailByItself() throws Exception {
        google.answers("token", TestGoogle.json(503, Map.of("error", "unavailable")));
        assertThat(hand(fcm("phone"))).isEqualTo(new Later("no access token"));

        google.answers("token", TestGoogle.json(400, Map.of("error", "invalid_grant")));
        assertThat(hand(fcm("phone"))).isEqualTo(new Closed("access token refused"));
        assertThat(google.messages).isEmpty();
    }

    @Test
    void push_R45_thatTheRingIsOverReplacesTheRing() throws Exception {
        hand(fcm("phone"));
        hand(fcm("phone").of(Parcel.Sort.RING_OVER).saying("{\"type\":\"call_cancelled\"}"));

        assertThat(google.messages)
                .extracting(
                        message -> message.path("android").path("collapse_key").asString())
                .containsOnly(TestParcel.COLLAPSE);
        assertThat(google.messages.getLast().path("android").path("priority").asString())
                .isEqualTo("high");
    }

    @Test
    void push_R42_whoIsNotThereIsFoundLater() throws Exception {
        hand(fcm("phone"));
        google.close();

        assertThat(hand(fcm("phone"))).isInstanceOf(Later.class).isNotEqualTo(new Later("no access token"));
    }

    @ParameterizedTest
    @EnumSource(Parcel.Sort.class)
    void noVerdictNamesTheToken(Parcel.Sort sort) throws Exception {
        google.answers("phone", TestGoogle.error(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT"));

        assertThat(hand(fcm("phone").of(sort)).reason()).doesNotContain("phone");
    }

    @Test
    void aFileThatIsNoKeyIsNamed(@TempDir Path elsewhere) throws Exception {
        Path account = elsewhere.resolve("account.json");
        Files.writeString(account, "{\"type\":\"service_account\",\"private_key\":\"nothing for others\"}");
        FcmConfig usual = google.config();
        var config = new FcmConfig(
                Optional.of(account), usual.server(), usual.tokenServer(), usual.ca(), usual.proxy(), usual.patience());

        assertThatThrownBy(() -> new FcmGateway(config, InstantSource.system()))
                .hasMessageContaining(account.toString())
                .hasMessageNotContaining("nothing for others");
    }
}
