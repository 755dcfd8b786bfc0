package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.sip.Handset;
import dev.muster.it.sip.Sipp;
import dev.muster.nostr.client.FreePort;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.sip.rtp.G711;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Somebody is called into a session that goes on: all of Muster, and SIPp as the telephone network.
@Timeout(900)
class DialOutTest {
    private static final String SESSION = "medic-101";
    private static final String NUMBER = "+12025550100";
    private static final String ZDENA = "+12025550171";
    private static final int LOW = 440;
    private static final int HIGH = 700;
    private static final double LOUD = 500;
    private static final int ONE = 1;

    @TempDir
    private Path folder;

    private final int trunk = FreePort.any();
    private final int agent = FreePort.any();

    DialOutTest() throws IOException {}

    @Test
    void whoIsCalledHearsAndIsHeardOnlyOnceTheyPressOne() throws Exception {
        assumeTrue(Sipp.missing().isEmpty(), Sipp.missing().orElse(""));
        try (House house = house();
                var low = new Handset(LOW);
                var high = new Handset(HIGH)) {
            Somebody ana = guest(house);
            Somebody host = sessionGoesOn(house, ana);
            String pin = ana.pin();
            try (Sipp _ = Sipp.dialsIn(
                            Files.createDirectory(folder.resolve("high")),
                            FreePort.any(),
                            FreePort.any(),
                            agent,
                            NUMBER,
                            "+12025550172",
                            high);
                    Sipp lows =
                            Sipp.picksUp(Files.createDirectory(folder.resolve("low")), trunk, FreePort.any(), low)) {
                hears(high);
                pin.chars().forEach(digit -> high.presses(digit - '0'));
                Await.until(() -> host.joined(SESSION), count -> count == 1);

                String call = dials(house);
                hears(low);
                Await.until(() -> low.heard().length, length -> length > 3 * G711.RATE);
                assertThat(isHeard(high, LOW)).as("before the key").isFalse();
                assertThat(isHeard(low, HIGH)).as("before the key").isFalse();

                low.presses(ONE);
                Await.until(() -> isHeard(high, LOW) && isHeard(low, HIGH), isBoth -> isBoth);
                host.does("session", "end", SESSION);
                lows.end();
                Await.until(() -> host.joined(SESSION), count -> count == 2);
                assertThat(fate(house, call)).contains("\"reason\":\"completed\"");
            }
            assertThat(house.logs()).doesNotContain("202555017");
        }
    }

    @Test
    void anAnsweringMachineIsNotInTheRoom() throws Exception {
        assumeTrue(Sipp.missing().isEmpty(), Sipp.missing().orElse(""));
        try (House house = house();
                var machine = new Handset(LOW)) {
            Somebody host = sessionGoesOn(house, guest(house));
            try (Sipp answers =
                    Sipp.picksUp(Files.createDirectory(folder.resolve("low")), trunk, FreePort.any(), machine)) {
                String call = dials(house);
                answers.end();
                String fate = Await.until(() -> fate(house, call), said -> said.contains("\"reason\":"));
                assertThat(fate).contains("\"reason\":\"no_answer\"");
            }
            assertThat(host.joined(SESSION)).isZero();
        }
    }

    @Test
    void whoWasInvitedByTheirNumberAndIsNotThereIsCalledByItself() throws Exception {
        assumeTrue(Sipp.missing().isEmpty(), Sipp.missing().orElse(""));
        Path guests = Files.writeString(folder.resolve("guests.txt"), "tel:" + ZDENA + ",Zdena\n");
        try (House house = house();
                var handset = new Handset(LOW)) {
            house.relay().start();
            house.bot().start();
            house.telephones().start();
            var host = new Somebody(house, house.admin());
            host.does("session", "create", "Medic 101", "--start", "+20m", "--call-after", "0m");
            host.does("session", "invite", SESSION, guests.toString());
            try (Sipp telephone =
                    Sipp.picksUp(Files.createDirectory(folder.resolve("low")), trunk, FreePort.any(), handset)) {
                host.does("session", "start", SESSION);
                hears(handset);
                handset.presses(ONE);
                Await.until(() -> host.joined(SESSION), count -> count == 1);
                host.does("session", "end", SESSION);
                telephone.end();
            }
            assertThat(host.report(SESSION))
                    .contains("•••0171", "\"channel\":\"call\",\"state\":\"sent\"")
                    .doesNotContain("202555017");
            assertThat(house.logs()).doesNotContain("202555017");
        }
    }

    /// As their app would: nostr-tools wraps the order, and reads the answer.
    @Test
    @NeedsNode(NodeScript.NOSTR_TOOLS)
    void anOrganizersWrapCallsThem(NodePeer library) throws Exception {
        assumeTrue(Sipp.missing().isEmpty(), Sipp.missing().orElse(""));
        try (House house = house();
                var handset = new Handset(LOW)) {
            Somebody host = sessionGoesOn(house, guest(house));
            String call = UUID.randomUUID().toString();
            try (NodeClient app = NodeClient.open(library, house.relayUrl(), host.key());
                    Sipp telephone = Sipp.picksUp(
                            Files.createDirectory(folder.resolve("low")), trunk, FreePort.any(), handset)) {
                app.subscribe(Filter.ALL
                        .kinds(Kind.GIFT_WRAP)
                        .tagged('p', List.of(host.key().publicKey().hex())));
                Tags order = Tags.of(
                        Tag.of("p", house.telephonesKey().hex()),
                        Tag.of("a", "31923:" + host.key().publicKey().hex() + ":" + SESSION),
                        Tag.of("to", "tel:" + ZDENA, "their card"));
                app.deliver(
                        house.relayUrl(),
                        app.wrap(house.telephonesKey(), Kind.BUILDIT_CALL_OFFER, order, offer(call), false));
                hears(handset);
                handset.presses(ONE);
                Await.until(() -> host.joined(SESSION), count -> count == 1);
                var heard = new ArrayList<String>();
                Await.until(
                        () -> {
                            heard.addAll(app.heard());
                            return heard;
                        },
                        all -> all.stream().anyMatch(said -> said.contains("\"call\",\"" + call + "\",\"•••0171\"")));
                host.does("session", "end", SESSION);
                telephone.end();
                assertThat(fate(house, call)).contains("\"reason\":\"completed\"");
            }
        }
    }

    private static String offer(String call) {
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "_v",
                        "1.0.0",
                        "callId",
                        call,
                        "callType",
                        "voice",
                        "sdp",
                        "",
                        "timestamp",
                        System.currentTimeMillis()));
    }

    @Test
    void whoIsCalledWhenTheBridgeIsKilledIsLetGo() throws Exception {
        assumeTrue(Sipp.missing().isEmpty(), Sipp.missing().orElse(""));
        try (House house = house();
                var handset = new Handset(LOW)) {
            Somebody host = sessionGoesOn(house, guest(house));
            try (Sipp telephone =
                    Sipp.picksUp(Files.createDirectory(folder.resolve("low")), trunk, FreePort.any(), handset)) {
                String call = dials(house);
                hears(handset);
                house.telephones().kill();
                house.telephones().start();
                telephone.end();
                assertThat(fate(house, call)).contains("\"reason\":\"network_failure\"");
            }
            assertThat(host.joined(SESSION)).isZero();
        }
    }

    private House house() throws IOException, InterruptedException {
        House house = House.in(
                Files.createDirectory(folder.resolve("house")),
                House.SOON_READY,
                "sip.trunk.uri=sip:127.0.0.1:" + trunk,
                "sip.trunk.check=false",
                "sip.agent.port=" + agent,
                "sip.gate.allow=+1",
                "sip.numbers=" + NUMBER + "=rooms");
        house.introduceBots();
        return house;
    }

    /// Who leads it.
    private static Somebody sessionGoesOn(House house, Somebody guest) throws IOException, InterruptedException {
        house.relay().start();
        house.bot().start();
        house.telephones().start();
        var host = new Somebody(house, house.admin());
        host.does("session", "create", "Medic 101", "--start", "+20m", "--invite", guest.npub());
        guest.does("rsvp", "yes", SESSION);
        host.does("session", "start", SESSION);
        return host;
    }

    private static Somebody guest(House house) {
        return new Somebody(house, SecretKey.random(Events.RANDOM));
    }

    /// What the call is called.
    private static String dials(House house) throws IOException, InterruptedException {
        return house.says("call", "dial", ZDENA, "--session", SESSION).strip();
    }

    private static String fate(House house, String call) {
        try {
            return house.says("call", "show", call, "--json");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Waits until it is spoken to.
    private static void hears(Handset handset) {
        int before = handset.heard().length;
        Await.until(() -> handset.heard().length, length -> length > before + G711.RATE);
    }

    private static boolean isHeard(Handset handset, int hertz) {
        short[] heard = handset.heard();
        int second = G711.RATE;
        return heard.length > second && Tones.level(heard, hertz, heard.length - second, second) > LOUD;
    }
}
