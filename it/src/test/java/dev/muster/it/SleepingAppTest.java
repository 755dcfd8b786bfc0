package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.sip.Sipp;
import dev.muster.nostr.client.FreePort;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.notifier.push.apns.PretendApple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A telephone calls an app that sleeps: SIPp is both, relay and bots are processes, and only Apple is pretended.
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(300)
class SleepingAppTest {
    private static final String TOKEN = "5e".repeat(32);
    private static final String SHOWING = "6f".repeat(32);
    private static final String PUSH = "pn-provider=apns;pn-param=TEAMID1234." + Exchange.APP + ".voip&remote;pn-prid="
            + TOKEN + ":voip&" + SHOWING + ":remote";

    @TempDir
    private Path folder;

    private final NodePeer library;
    private final int trunk = FreePort.any();
    private final int agent = FreePort.any();
    private Exchange exchange;
    private String password;

    SleepingAppTest(NodePeer library) throws IOException {
        this.library = library;
    }

    @BeforeEach
    void anasAppRegistersAndSleeps() throws Exception {
        assumeTrue(Sipp.missing().isEmpty(), Sipp.missing().orElse(""));
        exchange = new Exchange(
                library,
                folder,
                "sip.trunk.uri=sip:127.0.0.1:" + trunk,
                "sip.trunk.check=false",
                "sip.agent.port=" + agent,
                "sip.gate.allow=+1",
                "sip.apps.domain=phone.example.org",
                "sip.apps.encrypted=false",
                // SIPp knows nothing else.
                "sip.apps.digests=MD5",
                "sip.numbers=+12025550100=account:ana");
        exchange.apple().knows(TOKEN, Exchange.APP + ".voip").knows(SHOWING, Exchange.APP);
        House house = exchange.house();
        String notifier = new Npub(house.botKey()).encode();
        String bridge = new Npub(house.telephonesKey()).encode();
        house.set("sip.notifier=" + notifier, "roles.bot=" + notifier + "," + bridge);
        house.bot().kill();
        house.bot().start();
        house.telephones().start();
        password = house.says("sip", "account", "add", "ana", "--may-call").strip();
        try (Sipp app = app("before", 100, "rung")) {
            app.end();
        }
        assertThat(house.says("sip", "account", "list")).contains("ana@phone.example.org", "1 registered");
    }

    @AfterEach
    void close() {
        exchange.close();
    }

    private Sipp app(String name, int milliseconds, String whenCalled) throws IOException {
        Path place = Files.createDirectory(folder.resolve(name));
        return Sipp.app(place, FreePort.any(), FreePort.any(), agent, password, PUSH, milliseconds, whenCalled);
    }

    private Sipp telephone(String scenario) throws IOException {
        Path place = Files.createDirectory(folder.resolve(scenario));
        return Sipp.plays(place, scenario, trunk, FreePort.any(), agent);
    }

    private List<JsonNode> pushed(String token, String type) {
        return exchange.apple().pushes().stream()
                .filter(PretendApple.Push::wasTaken)
                .filter(push -> push.token().equals(token))
                .filter(push -> push.header("apns-push-type").equals(type))
                .map(PretendApple.Push::json)
                .toList();
    }

    private JsonNode rung() {
        return Await.until(() -> pushed(TOKEN, "voip"), pushes -> !pushes.isEmpty())
                .getFirst();
    }

    @Test
    void sip_P1_aSleepingAppIsPushedComesAndTalks() throws Exception {
        try (Sipp telephone = telephone("callsAndTalks")) {
            JsonNode push = rung();
            String call = push.path("call_id").asString("");
            assertThat(push.path("voip").asBoolean()).isTrue();
            assertThat(push.path("caller_number").asString("")).isEqualTo("•••0123");
            assertThat(push.path("sip_uri").asString("")).isEqualTo("sip:" + call + "@phone.example.org");
            try (Sipp app = app("woken", 6000, "rung")) {
                telephone.end();
                app.end();
                assertThat(app.said()).contains("INVITE sip:ana@").contains("Call-ID: " + call);
            }
        }
        assertThat(pushed(TOKEN, "voip")).hasSize(1);
        assertThat(exchange.house().says("call", "list", "--json"))
                .contains("\"state\":\"over\"")
                .contains("\"reason\":\"completed\"");
        assertThat(exchange.house().logs()).doesNotContain("2025550123").doesNotContain(TOKEN);
    }

    @Test
    void push_R74_theCallerHangsUpFirstAndTheAppIsTold() throws Exception {
        String call;
        try (Sipp telephone = telephone("givesUp")) {
            call = rung().path("call_id").asString("");
            telephone.end();
        }
        List<JsonNode> unseen = Await.until(() -> pushed(SHOWING, "background"), pushes -> !pushes.isEmpty());
        assertThat(unseen.getFirst().path("type").asString("")).isEqualTo("call_cancelled");
        assertThat(unseen.getFirst().path("callId").asString("")).isEqualTo(call);
        try (Sipp app = app("late", 4000, "tooLate")) {
            app.end();
            assertThat(app.said()).contains("Call-ID: " + call).contains("CANCEL sip:ana@");
        }
    }
}
