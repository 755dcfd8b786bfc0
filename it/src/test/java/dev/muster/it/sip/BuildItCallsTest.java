package dev.muster.it.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.Chromium;
import dev.muster.it.House;
import dev.muster.nostr.client.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// BuildIt's requests, as its web client makes them, call a telephone and are heard there.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BuildItCallsTest {
    private static final String PHONE = "+12025550123";

    @TempDir
    private Path folder;

    @Test
    void aPageCallsATelephoneAndHearsIt() throws Exception {
        assumeTrue(Sipp.missing().isEmpty(), Sipp.missing().orElse(""));
        assumeTrue(Chromium.installed().isPresent(), "Chromium is missing: install it, or let ./verify fetch it");
        int trunk = FreePort.any();
        int agent = FreePort.any();
        try (House house = House.in(
                Files.createDirectory(folder.resolve("house")),
                House.SOON_READY,
                "sip.trunk.uri=sip:127.0.0.1:" + trunk,
                "sip.trunk.check=false",
                "sip.agent.port=" + agent,
                "sip.gate.allow=+1",
                "sip.numbers=+12025550100=operators")) {
            house.relay().start();
            house.telephones().start();
            String token = house.says("access", "create", "page", "--opens", "pstn");
            Path sipp = Files.createDirectory(folder.resolve("sipp"));
            try (Sipp telephone = Sipp.answers(sipp, trunk, FreePort.any());
                    CallPage page = new CallPage(folder, house.calls() + "/g/" + token, PHONE)) {
                JsonNode seen = page.seen();

                assertThat(seen.path("error").asString("")).as(house.logs()).isEmpty();
                assertThat(seen.path("again").asString())
                        .as("asked twice, placed once")
                        .isEqualTo(seen.path("call").asString());
                telephone.end();
            }
            String said = Files.readString(sipp.resolve("messages"));
            assertThat(Sipp.numbers(said, "INVITE"))
                    .as("a call and two changes of it")
                    .hasSize(3);
            assertThat(said).contains("To: <sip:" + PHONE + "@");
            String calls = house.says("call", "list", "--json");
            assertThat(calls).contains("\"state\":\"over\"").contains("\"reason\":\"completed\"");
            assertThat(house.logs()).doesNotContain(PHONE).doesNotContain(PHONE.substring(2));
        }
    }
}
