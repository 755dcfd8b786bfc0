package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.kit.outside.Bounds;
import dev.muster.kit.outside.Poster;
import dev.muster.kit.outside.Resolver;
import dev.muster.notifier.device.Environment;
import dev.muster.notifier.device.WebKeys;
import dev.muster.notifier.push.TestParcel;
import dev.muster.notifier.push.Verdict.Dead;
import dev.muster.notifier.push.Verdict.Taken;
import dev.muster.notifier.push.web.WebPushConfig;
import dev.muster.notifier.push.web.WebPushGateway;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A real Firefox subscribes with our key, and its service worker hears what we push: that is, Firefox has opened it.
@NeedsNode(NodeScript.BROWSER_PUSH)
@Timeout(180)
class BrowserPushTest {
    /// What Firefox says to its push service (dom/push/PushServiceWebSocket.sys.mjs).
    private static final int DELIVERED = 100;

    private static final int NOT_DECRYPTED = 101;

    private static final InstantSource CLOCK = InstantSource.fixed(TestParcel.NOW);

    private final NodePeer service;
    private final WebPushGateway gateway;
    private final Poster poster = new Poster(Bounds.ANYWHERE, Resolver.SYSTEM, CLOCK);
    private final Browser firefox;
    private final int port;

    BrowserPushTest(NodePeer service, @TempDir Path folder) throws IOException {
        Optional<Path> program = FirefoxBrowser.installed();
        assumeTrue(program.isPresent(), "Firefox is missing: install it, or let ./verify fetch it");
        this.service = service;
        port = service.ask("listen").asInt();
        var config = new WebPushConfig(
                folder.resolve("vapid.key"), Optional.of("mailto:admin@example.org"), true, Duration.ofSeconds(5));
        gateway = new WebPushGateway(config, poster, CLOCK, new SecureRandom());
        service.ask("key", gateway.publicKey());
        firefox = FirefoxBrowser.pushedBy(port, program.get(), folder);
    }

    @AfterEach
    void close() {
        firefox.close();
        gateway.close();
        poster.close();
    }

    @Test
    void push_R50_firefoxOpensWhatWePushAndNothingElse() throws Exception {
        firefox.newcomer().open(URI.create("http://127.0.0.1:" + port + "/"));
        JsonNode subscription = Await.until(
                () -> service.ask("subscription"),
                found -> !found.isNull() || !service.texts("complaints").isEmpty());
        assertThat(service.texts("complaints")).isEmpty();
        JsonNode keys = subscription.path("keys");
        String endpoint = subscription.path("endpoint").asString();
        var webKeys =
                new WebKeys(keys.path("p256dh").asString(), keys.path("auth").asString());
        TestParcel parcel = TestParcel.web(endpoint, webKeys);

        assertThat(gateway.hand(parcel.pack(), Duration.ofSeconds(20))).isEqualTo(new Taken(Environment.PRODUCTION));
        List<String> heard = Await.until(() -> service.texts("heard"), all -> !all.isEmpty());
        assertThat(heard).containsExactly(new String(parcel.pack().body(), UTF_8));
        awaitAcknowledged(1);

        service.ask("tamper");
        gateway.hand(parcel.pack(), Duration.ofSeconds(20));
        assertThat(awaitAcknowledged(2)).containsExactly(DELIVERED, NOT_DECRYPTED);
        assertThat(service.texts("heard")).hasSize(1);

        assertThat(gateway.hand(TestParcel.web(endpoint + "-gone", webKeys).pack(), Duration.ofSeconds(20)))
                .isInstanceOf(Dead.class);
    }

    private List<Integer> awaitAcknowledged(int count) {
        return Await.until(
                () -> service.ask("acknowledged")
                        .valueStream()
                        .map(JsonNode::asInt)
                        .toList(),
                codes -> codes.size() >= count);
    }
}
