package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.sip.Sipp;
import dev.muster.nostr.client.FreePort;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Ana calls telephones and is called by them: nostr-tools signals through our relay, Chromium speaks, SIPp is the
/// telephone and says back what it hears.
@NeedsChromium
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(300)
class NostrCallsTest {
    private static final String OURS = "+12025550100";

    @TempDir
    private Path folder;

    private final NodePeer library;
    private final SecretKey key = SecretKey.random(Events.RANDOM);
    private final int trunk = FreePort.any();
    private final int agent = FreePort.any();
    private House house;
    private NostrPhone ana;
    private ChromiumBrowser browser;

    NostrCallsTest(NodePeer library) throws IOException {
        this.library = library;
    }

    @BeforeEach
    void open(Chromium chromium) throws Exception {
        assumeTrue(Sipp.missing().isEmpty(), Sipp.missing().orElse(""));
        house = House.in(
                Files.createDirectory(folder.resolve("house")),
                House.SOON_READY,
                "sip.trunk.uri=sip:127.0.0.1:" + trunk,
                "sip.trunk.check=false",
                "sip.agent.port=" + agent,
                "sip.gate.allow=+1",
                "sip.numbers=" + OURS + "=operators",
                "roles.operator=" + new Npub(key.publicKey()).encode());
        house.relay().start();
        house.telephones().start();
        browser = new ChromiumBrowser(
                chromium.program(),
                Files.createDirectory(folder.resolve("chromium")),
                List.of(
                        "--no-proxy-server",
                        "--allow-loopback-in-peer-connection",
                        "--autoplay-policy=no-user-gesture-required"));
        ana = NostrPhone.of(library, house, key, browser);
    }

    @AfterEach
    void close() {
        if (ana != null) ana.close();
        if (browser != null) browser.close();
        if (house != null) house.close();
    }

    @Test
    void sheCallsATelephoneInBuildItsWords() throws Exception {
        Path sipp = Files.createDirectory(folder.resolve("sipp"));
        try (Sipp telephone = Sipp.answers(sipp, trunk, FreePort.any())) {
            String call = ana.calls("+12025550123");
            assertThat(ana.content(Kind.BUILDIT_CALL_RINGING).path("callId").asString())
                    .isEqualTo(call);
            ana.isTold("connected");
            ana.hears(NostrPhone.WHISTLE);
            ana.says(NostrPhone.HOLD, call, Map.of());
            ana.says(NostrPhone.RESUME, call, Map.of());
            for (String method : List.of("INVITE", "ACK"))
                Await.until(() -> Sipp.numbers(said(telephone), method), numbers -> numbers.size() == 3);
            ana.hears(NostrPhone.WHISTLE);
            ana.says(Kind.BUILDIT_CALL_HANGUP, call, Map.of("reason", "completed"));

            ana.isTold("disconnected");
            ana.endsBecause("completed");
            telephone.end();
        }
    }

    private static String said(Sipp telephone) {
        try {
            return telephone.said();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void sip_W9_aTelephoneCallsHerAndSheAnswersThreeSecondsLater() throws Exception {
        Path sipp = Files.createDirectory(folder.resolve("sipp"));
        try (Sipp telephone = Sipp.calls(sipp, trunk, FreePort.any(), agent, OURS, 8000)) {
            JsonNode offer = ana.content(Kind.BUILDIT_CALL_OFFER);
            assertThat(ana.content(NostrPhone.PSTN_INBOUND)
                            .path("maskedCallerId")
                            .asString())
                    .isNotEmpty();
            ana.takes("offer", offer.path("sdp").asString());
            String answer = ana.described("pc.createAnswer()");
            ana.says(Kind.BUILDIT_CALL_RINGING, offer.path("callId").asString(), Map.of());
            Await.until(() -> said(telephone), text -> text.contains("SIP/2.0 180"));
            // As long as a relay may take, and somebody to find the phone.
            Thread.sleep(3000);
            ana.says(Kind.BUILDIT_CALL_ANSWER, offer.path("callId").asString(), Map.of("sdp", answer));

            ana.isTold("connected");
            ana.hears(NostrPhone.WHISTLE);
            telephone.end();
            ana.isTold("disconnected");
        }
    }

    /// No device of hers says that it rings, so the telephone hears nothing after the 100: its scenario allows no 180.
    @Test
    void sip_V1_V3_P2_S7_aTelephoneThatGivesUpIsToldByFourDigitsAndCantBeAnsweredAnyMore() throws Exception {
        Path sipp = Files.createDirectory(folder.resolve("sipp"));
        try (Sipp telephone = Sipp.plays(sipp, "givesUp", trunk, FreePort.any(), agent)) {
            JsonNode offer = ana.content(Kind.BUILDIT_CALL_OFFER);
            JsonNode inbound = ana.content(NostrPhone.PSTN_INBOUND);
            assertThat(inbound.path("maskedCallerId").asString()).isEqualTo("•••0123");
            assertThat(offer + inbound.toString()).doesNotContain("2025550123");
            telephone.end();
            ana.endsBecause("cancelled");

            ana.takes("offer", offer.path("sdp").asString());
            String answer = ana.described("pc.createAnswer()");
            ana.says(Kind.BUILDIT_CALL_ANSWER, offer.path("callId").asString(), Map.of("sdp", answer));
            JsonNode tooLate = ana.told(Kind.BUILDIT_CALL_HANGUP, 2);
            assertThat(tooLate.path("content").asString())
                    .contains(offer.path("callId").asString(), "\"reason\":\"cancelled\"");
            assertThat(house.says("call", "list", "--json")).contains("\"reason\":\"cancelled\"");
            assertThat(telephone.said()).doesNotContain("SIP/2.0 180", "200 OK\r\nCSeq: 1 INVITE");
            assertThat(house.logs()).as("V3").doesNotContain("2025550123", "a=candidate", "v=0", "a=fingerprint");
        }
    }

    @Test
    void sheCallsATelephoneInTheWordsOfNipAc() throws Exception {
        Path sipp = Files.createDirectory(folder.resolve("sipp"));
        try (Sipp telephone = Sipp.picksUp(sipp, trunk, FreePort.any())) {
            String offer = ana.described("pc.createOffer()");
            Tag call = Tag.of("call-id", UUID.randomUUID().toString());
            Tag bridge = Tag.of("p", house.telephonesKey().hex());
            ana.says(
                    Kind.CALL_OFFER,
                    offer,
                    true,
                    bridge,
                    call,
                    Tag.of("call-type", "voice"),
                    Tag.of("tel", "+12025550123"),
                    Tag.of("alt", "WebRTC call offer"));

            ana.takes("answer", ana.told(Kind.CALL_ANSWER).path("content").asString());
            ana.hears(NostrPhone.WHISTLE);
            ana.says(Kind.CALL_HANGUP, "", true, bridge, call, Tag.of("alt", "WebRTC call hangup"));
            telephone.end();
            assertThat(ana.told(Kind.CALL_HANGUP).path("content").asString()).isEqualTo("completed");
        }
    }

    @Test
    void sip_R1_sheNotesThatTheTelephoneAgreesAndTheCallIsRecorded() throws Exception {
        house.telephones().stop();
        house.set("sip.recording.calls=request", "sip.recording.consent=verbal");
        house.telephones().start();
        Path sipp = Files.createDirectory(folder.resolve("sipp"));
        try (Sipp telephone = Sipp.picksUp(sipp, trunk, FreePort.any())) {
            String call = ana.calls("+12025550123");
            ana.isTold("connected");
            ana.hears(NostrPhone.WHISTLE);
            assertThat(recordings()).isEmpty();

            bridge(Map.of("type", "consent", "callSid", call, "consent", "verbal_yes"));
            Await.until(this::recordings, all -> all.contains("\"state\":\"recording\""));
            Await.until(() -> ana.said("recording"), count -> count == 1);
            bridge(Map.of("type", "record-stop", "callSid", call));
            Await.until(this::recordings, all -> all.contains("\"state\":\"done\""));
            Await.until(() -> ana.said("recording"), count -> count == 2);
            ana.says(Kind.BUILDIT_CALL_HANGUP, call, Map.of("reason", "completed"));
            telephone.end();
        }
    }

    private void bridge(Map<String, ?> content) throws IOException {
        ana.says(NostrPhone.PSTN_BRIDGE, JsonMapper.shared().writeValueAsString(content), false);
    }

    private String recordings() {
        try {
            return house.says("call", "recording", "list", "--json");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void sheIsToldWhatACallHasCostAndWhatIsLeft() throws Exception {
        house.telephones().stop();
        house.set("sip.credits=1");
        house.telephones().start();
        Path sipp = Files.createDirectory(folder.resolve("sipp"));
        try (Sipp telephone = Sipp.picksUp(sipp, trunk, FreePort.any())) {
            String call = ana.calls("+12025550123");
            ana.isTold("connected");
            assertThat(ana.content(NostrPhone.PSTN_CREDITS).path("remaining").asInt(-1))
                    .isZero();
            ana.says(Kind.BUILDIT_CALL_HANGUP, call, Map.of("reason", "completed"));
            telephone.end();
            List<String> credits = IntStream.of(2, 3)
                    .mapToObj(count -> ana.told(NostrPhone.PSTN_CREDITS, count)
                            .path("content")
                            .asString())
                    .toList();
            assertThat(credits)
                    .anySatisfy(said -> assertThat(said)
                            .contains("\"type\":\"usage\"", call, "\"creditsCost\":1", "•••0123")
                            .doesNotContain("2025550123"));
            assertThat(credits)
                    .anySatisfy(said ->
                            assertThat(said).contains("\"type\":\"balance_update\"", "\"monthlyAllocation\":1"));
        }
    }

    @Test
    void sheTalksByIpv6Alone() throws Exception {
        assumeTrue(hasIpv6(), "there is no ::1 here");
        house.telephones().stop();
        house.set("sip.media.listen=[::1]:" + FreePort.any());
        house.telephones().start();
        Path sipp = Files.createDirectory(folder.resolve("sipp"));
        try (Sipp telephone = Sipp.picksUp(sipp, trunk, FreePort.any())) {
            String call = ana.calls("+12025550123");
            ana.hears(NostrPhone.WHISTLE);
            ana.says(Kind.BUILDIT_CALL_HANGUP, call, Map.of("reason", "completed"));
            telephone.end();
        }
    }

    private static boolean hasIpv6() {
        try (var _ = new DatagramSocket(0, InetAddress.ofLiteral("::1"))) {
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    @Test
    void whoHasNoRoleCallsNobody() throws Exception {
        house.telephones().stop();
        house.set("roles.operator=", "roles.member=" + new Npub(key.publicKey()).encode());
        house.telephones().start();
        ana.says(
                Kind.BUILDIT_CALL_OFFER,
                UUID.randomUUID().toString(),
                Map.of("callType", "voice", "sdp", "v=0"),
                Tag.of("tel", "+12025550123"));
        ana.endsBecause("rejected");
    }
}
