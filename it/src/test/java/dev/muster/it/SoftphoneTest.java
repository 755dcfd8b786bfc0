package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.sip.Baresip;
import dev.muster.it.sip.Handset;
import dev.muster.it.sip.Namespace;
import dev.muster.it.sip.Sipp;
import dev.muster.nostr.client.FreePort;
import dev.muster.nostr.client.SelfSigned;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.sip.rtp.G711;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An app that others wrote registers with the bridge: baresip, by TLS, in a network of its own.
@NeedsChromium
@Timeout(300)
class SoftphoneTest {
    private static final String ROOMS = "+420222333444";
    private static final String ANAS = "+12025550101";
    private static final String ANYBODY = "+12025550123";
    private static final int HUM = 700;
    private static final double LOUD = 500;

    @TempDir
    private Path folder;

    private final SecretKey ana = SecretKey.random(Events.RANDOM);
    private final int trunk = FreePort.any();
    private final int agent = FreePort.any();
    private final int tls = FreePort.any();
    private Namespace network;
    private House house;

    SoftphoneTest() throws IOException {}

    @BeforeEach
    void open() throws Exception {
        Optional<String> missing = Baresip.missing().or(Sipp::missing).or(Namespace::missing);
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        network = Namespace.open();
        SelfSigned ours = SelfSigned.elliptic("bridge.example", network.ours());
        house = House.in(
                Files.createDirectory(folder.resolve("house")),
                House.SOON_READY,
                "sip.media.phone_address=" + network.ours(),
                "sip.agent.listen=" + network.ours(),
                "sip.agent.port=" + agent,
                "sip.agent.tls_port=" + tls,
                "sip.agent.certificate=" + Files.writeString(folder.resolve("ours.pem"), ours.certificatePem()),
                "sip.agent.key=" + Files.writeString(folder.resolve("ours.key"), ours.keyPem()),
                "sip.apps.domain=" + network.ours(),
                // baresip 1.0 gives up where it is offered anything else.
                "sip.apps.digests=MD5",
                "sip.trunk.uri=sip:127.0.0.1:" + trunk,
                "sip.trunk.check=false",
                "sip.gate.allow=+1",
                "sip.numbers=" + ROOMS + "=rooms," + ANAS + "=" + npub());
        house.introduceBots();
        house.relay().start();
        house.bot().start();
        house.telephones().start();
    }

    @AfterEach
    void close() {
        if (house != null) house.close();
        if (network != null) network.close();
    }

    private String npub() {
        return new Npub(ana.publicKey()).encode();
    }

    /// Ana's, who may call.
    private Baresip app() throws IOException, InterruptedException {
        String password = house.says("sip", "account", "add", "ana", "--person", npub(), "--may-call")
                .strip();
        Baresip app = Baresip.registers(
                Files.createDirectory(folder.resolve("app")),
                network,
                new Baresip.Login("ana", password, network.ours(), tls));
        Await.until(app::said, said -> said.contains("[1 binding]"));
        return app;
    }

    @Test
    void sip_P1_S4_I1_I2_anAppAndABrowserTalkInASessionsRoom(Chromium chromium) throws Exception {
        try (Baresip app = app();
                ChromiumBrowser browser =
                        RoomTab.browser(chromium, Files.createDirectory(folder.resolve("chromium")))) {
            var host = new Somebody(house, house.admin());
            var ben = new Somebody(house, SecretKey.random(Events.RANDOM));
            host.does("session", "create", "Medic 101", "--start", "+20m", "--invite", ben.npub());
            ben.does("rsvp", "yes", "medic-101");
            host.does("session", "start", "medic-101");
            RoomTab page = RoomTab.whistles(browser, ben.link());
            String pin = ben.pin();

            app.types("d" + ROOMS + "\n");
            Await.until(app::said, said -> said.contains("Call established"));
            app.presses(pin);
            Await.until(page::people, count -> count == 2);
            assertThat(page.names()).as("by the name of its account").contains("ana");
            Await.until(() -> page.hears(Baresip.WHISTLE), isHeard -> isHeard);
            Await.until(app::hears, heard -> heard.halfSecondsOf(RoomTab.WHISTLE) >= 4);
            assertThat(page.hears(RoomTab.WHISTLE)).as("itself").isFalse();
            assertThat(app.hears().halfSecondsOf(Baresip.WHISTLE)).as("itself").isZero();
            assertThat(app.said()).contains("SRTP is Enabled");

            app.types("b");
            Await.until(page::people, count -> count == 1);
            String report = Await.until(() -> host.report("medic-101"), text -> text.contains("\"joined\":2"));
            assertThat(report).contains("\"peak\":2", "sip:ana");
            assertThat(house.logs()).doesNotContain(pin);
        }
    }

    @Test
    void sip_P1_S4_anAppAndTelephonesHearEachOtherWhoeverCalls() throws Exception {
        try (Baresip app = app()) {
            try (var handset = new Handset(HUM);
                    Sipp telephone = Sipp.dialsIn(
                            Files.createDirectory(folder.resolve("calls")),
                            trunk,
                            FreePort.any(),
                            network.ours() + ":" + agent,
                            ANAS,
                            ANYBODY,
                            handset)) {
                hearEachOther(app, handset);
                app.types("b");
                telephone.end();
            }
            try (var handset = new Handset(HUM);
                    Sipp telephone = Sipp.picksUp(
                            Files.createDirectory(folder.resolve("called")), trunk, FreePort.any(), handset)) {
                app.types("d" + ANYBODY + "\n");
                Await.until(app::said, said -> said.split("Call established", -1).length == 3);
                hearEachOther(app, handset);
                app.types("b");
                telephone.end();
            }
            assertThat(house.says("call", "list", "--json")).contains("\"inbound\"", "\"outbound\"");
            assertThat(house.logs()).doesNotContain(ANYBODY.substring(1));
        }
    }

    private static void hearEachOther(Baresip app, Handset handset) {
        Await.until(() -> level(handset, Baresip.WHISTLE), level -> level > LOUD);
        Await.until(app::hears, heard -> heard.halfSecondsOf(HUM) >= 4);
        assertThat(level(handset, HUM)).as("itself").isLessThan(LOUD);
    }

    private static double level(Handset handset, int hertz) {
        short[] heard = handset.heard();
        int second = G711.RATE;
        return heard.length < second ? 0 : Tones.level(heard, hertz, heard.length - second, second);
    }
}
