package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.sip.Kamailio;
import dev.muster.it.sip.Sipp;
import dev.muster.nostr.client.FreePort;
import dev.muster.nostr.event.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An exchange that others wrote is the trunk: it wants us to register, asks who we are, and stays in the way of
/// calls.
@NeedsChromium
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(300)
class KamailioTest {
    @TempDir
    private Path folder;

    private final NodePeer library;
    private final int exchange = FreePort.any();
    private final int behind = FreePort.any();

    KamailioTest(NodePeer library) throws IOException {
        this.library = library;
    }

    @Test
    void sip_S1_S2_S10_weAreKnownToAnExchangeAndCallThroughIt() throws Exception {
        Optional<String> missing = Kamailio.missing().or(Sipp::missing);
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        try (Kamailio kamailio = Kamailio.start(Files.createDirectory(folder.resolve("kamailio")), exchange, behind);
                CallingHouse house = CallingHouse.open(
                        folder,
                        Browser.Kind.CHROMIUM,
                        "sip.trunk.uri=sip:muster@127.0.0.1:" + exchange,
                        "sip.trunk.password=" + Kamailio.PASSWORD,
                        "sip.trunk.register=true",
                        "sip.agent.port=" + FreePort.any());
                NostrPhone ana = house.ana(library);
                Sipp telephone = Sipp.answers(Files.createDirectory(folder.resolve("sipp")), behind, FreePort.any())) {
            Await.until(() -> kamailio.count("REGISTERED muster"), count -> count > 0);
            assertThat(kamailio.count("HEARD OPTIONS"))
                    .as("whether it is there")
                    .isPositive();

            String call = ana.calls(CallingHouse.ANYBODY);
            ana.isTold("connected");
            ana.hears(NostrPhone.WHISTLE);
            ana.says(NostrPhone.HOLD, call, Map.of());
            Await.until(() -> kamailio.count("ROUTED INVITE"), count -> count == 1);
            ana.says(NostrPhone.RESUME, call, Map.of());
            Await.until(() -> kamailio.count("ROUTED INVITE"), count -> count == 2);
            ana.hears(NostrPhone.WHISTLE);
            ana.says(Kind.BUILDIT_CALL_HANGUP, call, Map.of("reason", "completed"));
            ana.endsBecause("completed");
            telephone.end();
            assertThat(kamailio.count("ROUTED BYE")).isEqualTo(1);

            // It forgets us after ten seconds, and its nonce after five.
            Await.until(() -> kamailio.count("REGISTERED muster"), count -> count >= 3);
        }
    }
}
