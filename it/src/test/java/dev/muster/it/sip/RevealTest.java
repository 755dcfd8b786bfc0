package dev.muster.it.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.Await;
import dev.muster.it.House;
import dev.muster.nostr.client.FreePort;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who has called is seen by nobody without its being written down.
@Timeout(600)
class RevealTest {
    private static final String OURS = "+12025550100";
    private static final String CALLER = "+12025550174";
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    @TempDir
    private Path folder;

    @Test
    void sip_V1_aCallersNumberIsShownToWhoMayAndThatIsWrittenDown() throws Exception {
        assumeTrue(Sipp.missing().isEmpty(), Sipp.missing().orElse(""));
        String operator = SecretKey.random(Events.RANDOM).publicKey().hex();
        int agent = FreePort.any();
        try (House house = house(agent, operator);
                var handset = new Handset();
                HttpClient http = HttpClient.newHttpClient()) {
            house.relay().start();
            house.telephones().start();
            String ordinary = house.says("access", "create", "an app", "--opens", "pstn");
            String seeing = house.says("access", "create", "another", "--opens", "pstn,reveal");
            Path sipp = Files.createDirectory(folder.resolve("sipp"));
            try (Sipp _ = Sipp.dialsIn(sipp, FreePort.any(), FreePort.any(), agent, OURS, CALLER, handset)) {
                String calls =
                        Await.until(() -> list(house), text -> ID.matcher(text).find());
                assertThat(calls).contains("0174").doesNotContain("2025550174");
                Matcher id = ID.matcher(calls);
                assertThat(id.find()).isTrue();
                String call = id.group(1);
                assertThat(house.says("call", "show", call, "--json")).contains("\"seen\":[]");

                assertThat(asks(http, house, ordinary, call, operator).statusCode())
                        .isEqualTo(403);
                assertThat(asks(http, house, seeing, call, "7".repeat(64)).statusCode())
                        .isEqualTo(403);
                assertThat(asks(http, house, seeing, "no-call", operator).statusCode())
                        .isEqualTo(404);
                assertThat(asks(http, house, seeing, call, operator).body())
                        .isEqualTo("{\"phone\":\"" + CALLER + "\"}");
                assertThat(house.says("call", "reveal", call, "--reason", "to call back"))
                        .contains(CALLER);
                assertThat(house.says("call", "show", call, "--json"))
                        .contains("\"by\":\"" + operator + " by access:")
                        .contains("\"reason\":\"to call back\"")
                        .doesNotContain("2025550174");
            }
            assertThat(house.logs()).doesNotContain("2025550174");
        }
    }

    private House house(int agent, String operator) throws IOException, InterruptedException {
        return House.in(
                Files.createDirectory(folder.resolve("house")),
                House.SOON_READY,
                "sip.media.listen=127.0.0.1:" + FreePort.any(),
                "sip.trunk.uri=sip:127.0.0.1:" + FreePort.any(),
                "sip.trunk.check=false",
                "sip.agent.port=" + agent,
                "sip.numbers=" + OURS + "=rooms",
                "roles.operator=" + new Npub(dev.muster.nostr.crypto.PublicKey.parse(operator)).encode());
    }

    private static String list(House house) {
        try {
            return house.says("call", "list", "--json");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> asks(HttpClient http, House house, String token, String call, String operator)
            throws IOException, InterruptedException {
        String body = "{\"callSid\":\"" + call + "\",\"operatorPubkey\":\"" + operator + "\",\"maskedId\":\"•••0174\"}";
        URI where = URI.create(house.calls() + "/g/" + token.strip() + "/api/pstn/caller/reveal");
        return http.send(
                HttpRequest.newBuilder(where)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
