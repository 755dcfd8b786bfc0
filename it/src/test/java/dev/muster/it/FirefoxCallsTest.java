package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.sip.Namespace;
import dev.muster.it.sip.Sipp;
import dev.muster.nostr.client.FreePort;
import dev.muster.nostr.event.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Ana has Firefox, which looks whether we are there more seldom than others, and not at the same times.
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(300)
class FirefoxCallsTest {
    /// Longer than a browser's silence may be before it is said to be away.
    private static final Duration WHILE = Duration.ofSeconds(15);

    @TempDir
    private Path folder;

    private final NodePeer library;

    FirefoxCallsTest(NodePeer library) {
        this.library = library;
    }

    @Test
    void sip_W4_S12_firefoxIsThereAlsoWhileItIsOnHold() throws Exception {
        assumeTrue(Browser.Kind.FIREFOX.program().isPresent(), "Firefox is missing: ./verify fetches it");
        Optional<String> missing = Sipp.missing().or(Namespace::missing);
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        int trunk = FreePort.any();
        try (Namespace network = Namespace.open();
                CallingHouse house = CallingHouse.open(
                        folder,
                        Browser.Kind.FIREFOX,
                        // Firefox has other addresses than loopback's, and nothing goes from those to loopback.
                        "sip.media.listen=" + network.ours() + ":" + FreePort.any(),
                        "sip.trunk.uri=sip:127.0.0.1:" + trunk,
                        "sip.trunk.check=false",
                        "sip.agent.port=" + FreePort.any());
                NostrPhone ana = house.ana(library);
                Sipp telephone = Sipp.answers(Files.createDirectory(folder.resolve("sipp")), trunk, FreePort.any())) {
            String call = ana.calls(CallingHouse.ANYBODY);
            ana.isTold("connected");
            ana.hears(NostrPhone.WHISTLE);
            ana.says(NostrPhone.HOLD, call, Map.of());
            ana.hearsNoMore(NostrPhone.WHISTLE);
            // As clients do that put somebody on hold: nothing comes from them but checks.
            ana.tab().evaluate("window.voice = pc.getSenders()[0].track");
            ana.tab().evaluate("pc.getSenders()[0].replaceTrack(null)");
            Instant over = Instant.now().plus(WHILE);
            Await.until(Instant::now, now -> now.isAfter(over));
            ana.tab().evaluate("pc.getSenders()[0].replaceTrack(voice)");
            ana.says(NostrPhone.RESUME, call, Map.of());
            ana.hears(NostrPhone.WHISTLE);
            ana.says(Kind.BUILDIT_CALL_HANGUP, call, Map.of("reason", "completed"));
            ana.endsBecause("completed");
            telephone.end();
            assertThat(ana.said("reconnecting")).as("it was never away").isZero();
        }
    }
}
