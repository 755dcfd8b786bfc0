package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.outside.Bounds;
import dev.muster.kit.outside.Poster;
import dev.muster.kit.outside.Resolver;
import dev.muster.notifier.device.Environment;
import dev.muster.notifier.device.WebKeys;
import dev.muster.notifier.push.TestParcel;
import dev.muster.notifier.push.Verdict;
import dev.muster.notifier.push.Verdict.Dead;
import dev.muster.notifier.push.Verdict.Later;
import dev.muster.notifier.push.Verdict.Refused;
import dev.muster.notifier.push.Verdict.Taken;
import dev.muster.notifier.push.web.WebPushConfig;
import dev.muster.notifier.push.web.WebPushGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A push service in JavaScript that looks at who pushes, and opens what is pushed with `http_ece`.
@NeedsNode(NodeScript.PUSH)
@Timeout(120)
class PushServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Verdict TAKEN = new Taken(Environment.PRODUCTION);

    private final InstantSource clock = InstantSource.system();
    private final Poster poster = new Poster(Bounds.ANYWHERE, Resolver.SYSTEM, clock);
    private final NodePeer node;
    private final WebPushGateway gateway;
    private final String endpoint;
    private final WebKeys keys;

    PushServiceTest(NodePeer node, @TempDir Path folder) throws IOException {
        this.node = node;
        var config = new WebPushConfig(
                folder.resolve("vapid.key"), Optional.of("mailto:admin@example.org"), true, Duration.ofSeconds(5));
        gateway = new WebPushGateway(config, poster, clock, new SecureRandom());
        JsonNode service = node.ask("service");
        endpoint = service.path("endpoint").asString();
        keys = new WebKeys(
                service.path("p256dh").asString(), service.path("auth").asString());
        node.ask("pushes");
    }

    @AfterEach
    void close() {
        gateway.close();
        poster.close();
    }

    private TestParcel parcel(String device) {
        return TestParcel.web(endpoint + device, keys).until(clock.instant().plusSeconds(40));
    }

    private Verdict hand(String device) throws InterruptedException {
        return gateway.hand(parcel(device).pack(), PATIENCE);
    }

    private JsonNode push(TestParcel parcel) throws InterruptedException {
        assertThat(gateway.hand(parcel.pack(), PATIENCE)).isEqualTo(TAKEN);
        JsonNode push = node.ask("pushes").get(0);
        assertThat(push.path("error").asString("")).isEmpty();
        return push;
    }

    /// The device fills what is sealed up to a step, and cuts that off again.
    @Test
    void push_R50_othersOpenItAndR51_knowWhoWeAre() throws Exception {
        JsonNode push = push(parcel("phone"));

        assertThat(push.path("text").asString()).isEqualTo(parcel("phone").body());
        assertThat(push.path("recordSize").asInt())
                .isGreaterThanOrEqualTo(push.path("length").asInt());
        assertThat(push.path("sub").asString()).isEqualTo("mailto:admin@example.org");
        assertThat(push.path("key").asString()).isEqualTo(gateway.publicKey());
    }

    @Test
    void push_R50_theLongestStillOpens() throws Exception {
        String longest = "x".repeat(3993);

        JsonNode push = push(parcel("phone").saying(longest));

        assertThat(push.path("text").asString()).isEqualTo(longest);
        assertThat(push.path("length").asInt()).isEqualTo(4096);
        assertThat(push(parcel("phone").saying(longest + "x")).path("length").asInt())
                .isZero();
    }

    @Test
    void push_R52_asUrgentAndAsLongAsItRings() throws Exception {
        JsonNode push = push(parcel("phone"));

        assertThat(push.path("ttl").asInt()).isBetween(30, 40);
        assertThat(push.path("urgency").asString()).isEqualTo("high");
        assertThat(push.path("topic").asString()).isEqualTo(TestParcel.COLLAPSE);
    }

    @Test
    void push_R53_whatItsAnswersMean() throws Exception {
        assertThat(hand("gone")).isInstanceOf(Dead.class);
        assertThat(hand("unknown")).isInstanceOf(Dead.class);
        assertThat(hand("full")).as("as ntfy says it").isEqualTo(new Later("HTTP 507"));
        assertThat(hand("busy")).isEqualTo(new Later("HTTP 429", Optional.of(Duration.ofSeconds(3))));
        assertThat(hand("forbidden")).isEqualTo(new Refused("HTTP 403"));
    }

    @Test
    void push_R53_whatIsTooLargeBecomesAPing() throws Exception {
        assertThat(hand("small")).isEqualTo(TAKEN);

        assertThat(node.ask("pushes")
                        .valueStream()
                        .map(push -> push.path("length").asInt()))
                .last()
                .isEqualTo(0);
    }

    @Test
    void push_R57_overPlainHttp11() throws Exception {
        JsonNode push = push(parcel("phone"));

        assertThat(push.path("version").asString()).isEqualTo("1.1");
        assertThat(push.has("upgrade")).isFalse();
    }
}
