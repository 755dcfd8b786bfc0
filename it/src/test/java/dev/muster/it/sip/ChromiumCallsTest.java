package dev.muster.it.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.BrowserProcess;
import dev.muster.it.Chromium;
import dev.muster.sip.leg.LegState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A page in Chromium speaks with the bridge, and hears itself.
@Timeout(120)
class ChromiumCallsTest {
    private static final LegState CONNECTED = new LegState.Connected();

    private final Bridge bridge = new Bridge();

    @TempDir
    Path folder;

    ChromiumCallsTest() throws IOException, InterruptedException {}

    @AfterEach
    void close() {
        bridge.close();
    }

    private JsonNode play(String play) throws Exception {
        Optional<Chromium> chromium = Chromium.installed();
        assumeTrue(chromium.isPresent(), "Chromium is missing: install it, or let ./verify fetch it");
        var command = new ProcessBuilder(
                        chromium.get().program().toString(),
                        "--headless",
                        // Which takes rights that few containers give. The page is ours.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--no-proxy-server",
                        "--disable-background-networking",
                        "--allow-loopback-in-peer-connection",
                        "--autoplay-policy=no-user-gesture-required",
                        "--user-data-dir=" + folder.resolve("profile"),
                        bridge.page(play).toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        command.environment().put("TMPDIR", folder.toString());
        Process browser = command.start();
        try {
            return JsonMapper.shared().readTree(bridge.seen.get(90, TimeUnit.SECONDS));
        } finally {
            BrowserProcess.end(browser);
        }
    }

    private void expectVoice(JsonNode seen) {
        assertThat(seen.path("error").asString("")).isEmpty();
        assertThat(seen.path("codec").asString()).isEqualTo("audio/PCMU");
        // Some versions put SRTP_ before that.
        assertThat(seen.path("protection").asString()).endsWith("AEAD_AES_128_GCM");
        assertThat(seen.path("tls").asString()).isEqualTo("FEFD");
        assertThat(seen.path("received").asInt()).isPositive();
    }

    @Test
    void sip_W1_W2_D1_itCallsAndHearsItselfAlsoAfterItsNetworkHasChanged() throws Exception {
        JsonNode seen = play("calls");

        expectVoice(seen);
        // What was on its way to where it was before.
        assertThat(seen.path("lost").asInt()).isLessThan(10);
        assertThat(seen.path("reports").asInt()).isPositive();
        assertThat(seen.path("paths").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(bridge.owner.keys()).containsExactlyInAnyOrder(1, 5, 9, 11);
        assertThat(bridge.owner.states).startsWith(new LegState.Connecting(), CONNECTED);
    }

    @Test
    void sip_W9_itIsCalledAndItsAnswerIsLate() throws Exception {
        expectVoice(play("isCalled"));
        assertThat(bridge.owner.states).startsWith(new LegState.Connecting(), CONNECTED);
    }

    @Test
    void sip_W2_itIsLoadedAgain() throws Exception {
        expectVoice(play("isLoadedAgain"));
        assertThat(bridge.owner.states.stream().filter(CONNECTED::equals)).hasSizeBetween(1, 2);
    }

    @Test
    void sip_W3_itIsImitated() throws Exception {
        JsonNode seen = play("isImitated");

        assertThat(seen.path("state").asString()).isEqualTo("failed");
        assertThat(bridge.owner.states)
                .containsExactly(new LegState.Connecting(), new LegState.Failed(LegState.Reason.NOT_PROTECTED));
    }
}
