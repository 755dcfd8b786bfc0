package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.sip.Baresip;
import dev.muster.it.sip.Namespace;
import dev.muster.it.sip.Tone;
import dev.muster.nostr.client.FreePort;
import dev.muster.nostr.client.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Ana calls a telephone that others wrote: signalled by nostr-tools through our relay, encrypted by DTLS from
/// Chromium to the bridge, and by keys over TLS from there to baresip.
@NeedsChromium
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(300)
class BaresipTest {
    private static final String MANDATORY = "srtp-mand";
    private static final String IN_CLEAR = "";

    /// In milliseconds. A machine that is busy with other things stands still for longer at times.
    private static final int LONGEST_GAP = Boolean.getBoolean("muster.long") ? 1000 : 10_000;

    /// The lower note of 1, and the higher one.
    private static final int LOW_OF_ONE = 697;

    private static final int HIGH_OF_ONE = 1209;

    @TempDir
    private Path folder;

    private final NodePeer library;
    private final int port = FreePort.any();
    private Namespace network;
    private SelfSigned telephones;

    BaresipTest(NodePeer library) throws IOException {
        this.library = library;
    }

    @BeforeEach
    void open() throws Exception {
        Optional<String> missing = Baresip.missing().or(Namespace::missing);
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        network = Namespace.open();
        telephones = SelfSigned.elliptic("telephones.example", network.theirs());
    }

    @AfterEach
    void close() {
        if (network != null) network.close();
    }

    private Baresip telephone(String encryption, SelfSigned shown) throws Exception {
        return Baresip.start(
                Files.createDirectory(folder.resolve("baresip")),
                network,
                new Baresip.Settings(CallingHouse.ANYBODY, port, encryption, shown));
    }

    private CallingHouse house(String encryption) throws Exception {
        Path trusted = Files.writeString(folder.resolve("trusted.pem"), telephones.certificatePem());
        SelfSigned ours = SelfSigned.elliptic("bridge.example", network.ours());
        Path certificate = Files.writeString(folder.resolve("ours.pem"), ours.certificatePem());
        Path key = Files.writeString(folder.resolve("ours.key"), ours.keyPem());
        return CallingHouse.open(
                folder,
                Browser.Kind.CHROMIUM,
                "sip.trunk.uri=sips:" + network.theirs() + ":" + (port + 1),
                "sip.trunk.encryption=" + encryption,
                "sip.trunk.check=false",
                "sip.agent.listen=" + network.ours(),
                "sip.agent.port=" + FreePort.any(),
                "sip.agent.trusted=" + trusted,
                "sip.agent.certificate=" + certificate,
                "sip.agent.key=" + key,
                "sip.media.phone_address=" + network.ours());
    }

    @Test
    void sip_S4_D1_S12_W2_sheTalksWithATelephoneThatEncrypts() throws Exception {
        try (Baresip telephone = telephone(MANDATORY, telephones);
                CallingHouse house = house("mandatory");
                NostrPhone ana = house.ana(library)) {
            String call = ana.calls(CallingHouse.ANYBODY);
            ana.isTold("connected");
            ana.hears(Baresip.WHISTLE);

            ana.tab().evaluate("gap(" + Baresip.WHISTLE + ")");
            ana.tab().evaluate("pc.getSenders()[0].dtmf.insertDTMF('159#', 100, 100)");
            for (String key : List.of("1", "5", "9", "#"))
                Await.until(telephone::said, said -> said.contains("received event: '" + key + "' (end=1)"));
            ana.reconnects(call);
            Await.until(ana::paths, paths -> paths == 2);
            house.house().relay().stop();
            house.house().relay().start();
            ana.reconnect();
            assertThat(Integer.parseInt(ana.tab().evaluate("longest")))
                    .as("milliseconds without a whistle")
                    .isLessThan(LONGEST_GAP);
            assertThat(invitations(telephone))
                    .as("the telephone knows nothing of it")
                    .isEqualTo(1);

            telephone.types("1");
            ana.hears(LOW_OF_ONE);
            ana.hears(HIGH_OF_ONE);
            ana.hears(Baresip.WHISTLE);
            // On a quick machine all of that takes no longer than what is asked of it below.
            Await.until(() -> telephone.hears().halfSeconds(), halves -> halves > 4);
            isHeld(ana, telephone, call);
            telephone.types("b");
            ana.endsBecause("completed");
            Tone heard = telephone.heard();
            assertThat(heard.halfSeconds()).isGreaterThan(4);
            assertThat(heard.halfSecondsOf(NostrPhone.WHISTLE)).isGreaterThanOrEqualTo(heard.halfSeconds() - 1);
            assertThat(telephone.said()).contains("SRTP is Enabled (cryptosuite=AEAD_AES_128_GCM)");
        }
    }

    @Test
    void sip_S4_whoDoesntEncryptIsSpokenWithAllTheSameWhereThatIsOptional() throws Exception {
        try (Baresip telephone = telephone(IN_CLEAR, telephones);
                CallingHouse house = house("optional");
                NostrPhone ana = house.ana(library)) {
            Await.until(telephone::said, said -> said.contains("baresip is ready"));
            ana.calls(CallingHouse.ANYBODY);
            ana.hears(Baresip.WHISTLE);
            assertThat(telephone.said())
                    .contains("RTP/SAVP")
                    .contains("SIP/2.0 488")
                    .doesNotContain("SRTP is Enabled");
        }
    }

    @Test
    void sip_S3_whoShowsAnothersCertificateHearsOfNoCall() throws Exception {
        telephones = SelfSigned.elliptic("evil.example", "192.0.2.66");
        try (Baresip telephone = telephone(MANDATORY, telephones);
                CallingHouse house = house("mandatory");
                NostrPhone ana = house.ana(library)) {
            Await.until(telephone::said, said -> said.contains("baresip is ready"));
            ana.calls(CallingHouse.ANYBODY);
            ana.endsBecause("network_failure");
            assertThat(telephone.said()).doesNotContain("INVITE");
        }
    }

    /// By her, and by who is called.
    private static void isHeld(NostrPhone ana, Baresip telephone, String call) throws IOException {
        ana.says(NostrPhone.HOLD, call, Map.of());
        ana.hearsNoMore(Baresip.WHISTLE);
        Await.until(() -> invitations(telephone), count -> count == 2);
        ana.says(NostrPhone.RESUME, call, Map.of());
        ana.hears(Baresip.WHISTLE);
        Await.until(() -> invitations(telephone), count -> count == 3);
        telephone.types("x");
        ana.hearsNoMore(Baresip.WHISTLE);
        Await.until(telephone::said, said -> said.contains("\nACK sip:muster"));
        telephone.types("X");
        ana.hears(Baresip.WHISTLE);
    }

    /// How often we have said how we speak.
    private static int invitations(Baresip telephone) {
        return telephone.said().split("\nINVITE sip:\\" + CallingHouse.ANYBODY).length - 1;
    }
}
