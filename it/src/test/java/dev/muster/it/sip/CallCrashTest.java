package dev.muster.it.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.Await;
import dev.muster.it.House;
import dev.muster.nostr.client.FreePort;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `kill -9` of the bridge in every state of a call: the telephone is released as soon as the bridge is there again, no
/// call goes on in its books, and what was said is paid for.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CallCrashTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String OPERATORS = "+12025550100";
    private static final String ROOMS = "+12025550101";
    private static final String GROUP = "chorus";

    /// What BuildIt's client posts: no candidates, and none follow.
    private static final String OFFER = """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        m=audio 9 UDP/TLS/RTP/SAVPF 0 126
        c=IN IP4 0.0.0.0
        a=mid:0
        a=sendrecv
        a=ice-ufrag:abcd
        a=ice-pwd:abcdefghijklmnopqrstuvwx
        a=fingerprint:sha-256 %s
        a=setup:actpass
        a=rtcp-mux
        a=rtpmap:0 PCMU/8000
        a=rtpmap:126 telephone-event/8000
        """.formatted("AB:".repeat(31) + "AB").replace("\n", "\r\n");

    @TempDir
    private Path folder;

    private final SecretKey ana = SecretKey.random(Events.RANDOM);

    /// What goes on when it is killed.
    private enum State {
        DIALLED("+12025550120", "thinks.xml", "\nINVITE sip:"),
        RINGING("+12025550121", "rings.xml", "\nSIP/2.0 180 "),
        TALKING("+12025550122", "talks.xml", "\nACK sip:"),
        CALLED(OPERATORS, "waits.xml", "\nSIP/2.0 100 "),
        IN_THE_LOBBY(ROOMS, "stays.xml", "\nACK sip:");

        private final String number;
        private final String scenario;
        private final String seen;

        /// @param number theirs, or ours that they call
        State(String number, String scenario, String seen) {
            this.number = number;
            this.scenario = scenario;
            this.seen = seen;
        }

        boolean isOurs() {
            return this == DIALLED || this == RINGING || this == TALKING;
        }
    }

    @Test
    void theFarSideIsReleasedWheneverTheBridgeIsKilled() throws Exception {
        assumeTrue(Sipp.missing().isEmpty(), Sipp.missing().orElse(""));
        int agent = FreePort.any();
        try (House house = House.in(
                        Files.createDirectory(folder.resolve("house")),
                        House.SOON_READY,
                        "sip.trunk.check=false",
                        "sip.agent.port=" + agent,
                        "sip.gate.allow=+1",
                        // A ghost would be the one that there may be.
                        "sip.gate.in_all=1",
                        "sip.credits=100",
                        "sip.numbers=" + OPERATORS + "=operators," + ROOMS + "=rooms",
                        "roles.operator=" + new Npub(ana.publicKey()).encode());
                HttpClient http = HttpClient.newHttpClient()) {
            house.relay().start();
            for (State state : State.values()) {
                // What is said to one again isn't to be heard by the next.
                int trunk = FreePort.any();
                house.set("sip.trunk.uri=sip:127.0.0.1:" + trunk);
                house.telephones().start();
                String token = house.says("access", "create", "page" + trunk, "--opens", "pstn");
                Path sipp = Files.createDirectory(folder.resolve(state.name()));
                try (Sipp telephone = state.isOurs()
                        ? Sipp.plays(state.scenario, sipp, trunk, FreePort.any())
                        : Sipp.calls(state.scenario, sipp, trunk, FreePort.any(), agent, state.number)) {
                    if (state.isOurs()) order(http, house, token, state.number);
                    Await.until(() -> telephone.hasSaid(state.seen), isSaid -> isSaid);
                    // It thinks longer about who is to be rung than SIP about saying that it thinks.
                    if (state == State.CALLED) Await.until(() -> calls(house), calls -> calls.contains("ringing"));
                    house.telephones().kill();
                    house.telephones().start();
                    telephone.end();
                }
                house.telephones().kill();
            }
            house.telephones().start();

            List<JsonNode> calls = calls(house).lines().map(JSON::readTree).toList();
            assertThat(calls).hasSize(State.values().length);
            assertThat(calls).allSatisfy(call -> {
                assertThat(call.path("state").asString()).isEqualTo("over");
                assertThat(call.path("reason").asString()).isEqualTo("network_failure");
            });
            JsonNode credits = JSON.readTree(http.send(
                            HttpRequest.newBuilder(house.calls()
                                            .resolve("/g/" + house.says("access", "create", "page", "--opens", "pstn")
                                                    + "/api/pstn/credits/" + GROUP))
                                    .build(),
                            BodyHandlers.ofString())
                    .body());
            assertThat(credits.path("used").asInt())
                    .as("of five, one was answered that costs")
                    .isEqualTo(1);
            assertThat(house.logs()).doesNotContain("202555012");
        }
    }

    private static String calls(House house) {
        try {
            return house.says("call", "list", "--json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private void order(HttpClient http, House house, String token, String phone) throws Exception {
        JsonNode call = post(
                http,
                house,
                token,
                "/voice/outbound",
                Map.of(
                        "targetPhone",
                        phone,
                        "hotlineId",
                        "h1",
                        "groupId",
                        GROUP,
                        "operatorPubkey",
                        ana.publicKey().hex()));
        JsonNode answer = post(
                http,
                house,
                token,
                "/voice/bridge",
                Map.of("callSid", call.path("callSid").asString(), "sipUri", "", "sdp", OFFER));
        assertThat(answer.path("sdp").asString()).startsWith("v=0");
    }

    private static JsonNode post(HttpClient http, House house, String token, String path, Map<String, String> body)
            throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(house.calls().resolve("/g/" + token + "/api/pstn" + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body), UTF_8))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
