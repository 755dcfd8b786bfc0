package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.notifier.device.Environment;
import dev.muster.notifier.push.Parcel;
import dev.muster.notifier.push.TestParcel;
import dev.muster.notifier.push.Verdict;
import dev.muster.notifier.push.Verdict.Dead;
import dev.muster.notifier.push.Verdict.Later;
import dev.muster.notifier.push.Verdict.Refused;
import dev.muster.notifier.push.Verdict.Taken;
import dev.muster.notifier.push.fcm.FcmGateway;
import dev.muster.notifier.push.fcm.TestGoogle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Google in JavaScript, over HTTP/2 as the real one: what is asked of it, and how.
@NeedsNode(NodeScript.PUSH)
@Timeout(120)
class GooglePushTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Verdict TAKEN = new Taken(Environment.PRODUCTION);

    /// As many requests at once as Google's servers take on a connection.
    private static final int STREAMS = 100;

    private final NodePeer node;
    private final FcmGateway gateway;

    GooglePushTest(NodePeer node, @TempDir Path folder) throws Exception {
        this.node = node;
        TestGoogle.makeKeys(folder);
        int port = node.ask(
                        "google",
                        Files.readString(folder.resolve("google.key")),
                        Files.readString(folder.resolve("google.pem")),
                        STREAMS)
                .asInt();
        gateway = new FcmGateway(TestGoogle.config(folder, port), InstantSource.fixed(TestParcel.NOW));
        node.ask("messages");
        node.ask("grants");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private Verdict hand(String device) throws InterruptedException {
        return gateway.hand(TestParcel.fcm(device).pack(), PATIENCE);
    }

    @Test
    void push_R40_dataAloneOverHttp2AndR45_theEndReplacesTheRing() throws Exception {
        assertThat(hand("phone")).isEqualTo(TAKEN);
        TestParcel over = TestParcel.fcm("phone").of(Parcel.Sort.RING_OVER).saying("{\"type\":\"call_cancelled\"}");
        assertThat(gateway.hand(over.pack(), PATIENCE)).isEqualTo(TAKEN);

        List<JsonNode> messages = node.ask("messages").valueStream().toList();
        assertThat(messages).hasSize(2).allSatisfy(message -> {
            assertThat(message.path("version").asString()).isEqualTo("2.0");
            assertThat(message.path("path").asString()).isEqualTo("/v1/projects/test-project/messages:send");
            assertThat(message.has("notification")).isFalse();
            assertThat(message.path("android").path("priority").asString()).isEqualTo("high");
            assertThat(message.path("android").path("collapse_key").asString()).isEqualTo(TestParcel.COLLAPSE);
        });
        assertThat(messages.getLast().path("data").path("type").asString()).isEqualTo("call_cancelled");
    }

    @Test
    void push_R41_andR42_whatItsAnswersMean() throws Exception {
        assertThat(hand("gone")).isEqualTo(new Dead("UNREGISTERED", Optional.empty()));
        assertThat(hand("stranger")).isEqualTo(new Refused("SENDER_ID_MISMATCH"));
        assertThat(hand("wrong")).isEqualTo(new Refused("INVALID_ARGUMENT"));
        Optional<Duration> soon = Optional.of(Duration.ofSeconds(7));
        assertThat(hand("quota")).isEqualTo(new Later("QUOTA_EXCEEDED", soon));
        assertThat(hand("down")).isEqualTo(new Later("UNAVAILABLE", soon));
        assertThat(node.ask("messages").size()).as("each asked once").isEqualTo(5);
    }

    @Test
    void push_R32_whatIsNeverAnsweredLeavesRoomForTheNext() throws Exception {
        for (int i = 0; i < STREAMS + 20; i++) {
            Verdict unanswered = gateway.hand(TestParcel.fcm("hangs").pack(), Duration.ofMillis(100));
            assertThat(unanswered).isInstanceOf(Later.class);
        }
        assertThat(hand("phone")).isEqualTo(TAKEN);
    }

    @Test
    void push_R32_whatIsCutOffLeavesRoomForTheNext() throws Exception {
        for (int i = 0; i < STREAMS + 20; i++)
            assertThat(hand("resets." + i)).isInstanceOfAny(Later.class, Taken.class);
        assertThat(hand("phone")).isEqualTo(TAKEN);
    }

    @Test
    void push_R43_manyAtOnceAreOneEachAndR44_shareOneToken() throws Exception {
        List<Callable<Verdict>> all = IntStream.range(0, 500)
                .<Callable<Verdict>>mapToObj(number -> () -> hand(number == 7 ? "gone" : "phone-" + number))
                .toList();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Verdict> verdicts =
                    threads.invokeAll(all).stream().map(Future::resultNow).toList();
            assertThat(verdicts.get(7)).isInstanceOf(Dead.class);
            assertThat(verdicts).filteredOn(verdict -> !verdict.equals(TAKEN)).hasSize(1);
        }

        List<JsonNode> grants = node.ask("grants").valueStream().toList();
        assertThat(grants).hasSize(1).allSatisfy(grant -> {
            assertThat(grant.path("signed").asBoolean()).isTrue();
            assertThat(grant.path("alg").asString()).isEqualTo("RS256");
            assertThat(grant.path("isGrant").asBoolean()).isTrue();
            assertThat(grant.path("isForGoogle").asBoolean()).isTrue();
            assertThat(grant.path("scope").asString()).endsWith("/auth/firebase.messaging");
        });
    }

    @Test
    void push_R42_nobodyWaitsLongerThanTheirPatience() throws Exception {
        assertThat(gateway.hand(TestParcel.fcm("hangs").pack(), Duration.ofMillis(500)))
                .isEqualTo(new Later("no answer"));
        assertThat(hand("phone")).isEqualTo(TAKEN);
    }
}
