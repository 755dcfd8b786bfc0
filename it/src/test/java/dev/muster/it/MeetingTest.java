package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.sip.Handset;
import dev.muster.it.sip.Sipp;
import dev.muster.nostr.client.FreePort;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.sip.rtp.G711;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A session that names no room, from its announcement to its report: all of Muster, two people, two browsers.
@NeedsChromium
@Timeout(300)
class MeetingTest {
    private static final String NUMBER = "+420222333444";

    private static final int LOW = 440;
    private static final int HIGH = 700;
    private static final int WHISTLE = RoomTab.WHISTLE;
    private static final double LOUD = 500;

    @TempDir
    private Path folder;

    @Test
    void aSessionWithoutARoomMeetsInOurs(Chromium chromium) throws Exception {
        try (House house = house();
                ChromiumBrowser browser = browser(chromium)) {
            house.relay().start();
            house.bot().start();
            house.telephones().start();
            var host = new Somebody(house, house.admin());
            var ana = new Somebody(house, SecretKey.random(Events.RANDOM));
            var ben = new Somebody(house, SecretKey.random(Events.RANDOM));
            host.does("session", "create", "Medic 101", "--start", "+20m", "--invite", ana.npub() + "," + ben.npub());
            ana.does("rsvp", "yes", "medic-101");
            ben.does("rsvp", "yes", "medic-101");
            host.does("session", "start", "medic-101");

            RoomTab anas = RoomTab.joins(browser, ana.link());
            RoomTab bens = RoomTab.joins(browser, ben.link());
            Await.until(anas::people, count -> count == 2);
            Await.until(bens::people, count -> count == 2);
            assertThat(ana.letters()).contains(NUMBER).containsPattern("PIN:? ?[0-9 ]{9,}");
            host.does("session", "end", "medic-101");
            Await.until(() -> anas.tab().evaluate("document.getElementById('closed').hidden"), "false"::equals);

            String report = Await.until(() -> host.report("medic-101"), text -> text.contains("\"joined\":2"));
            assertThat(report).contains("\"peak\":2");
        }
    }

    @Test
    void sip_I1_I2_telephonesAndABrowserHearEachOtherAndNotThemselves(Chromium chromium) throws Exception {
        assumeTrue(Sipp.missing().isEmpty(), Sipp.missing().orElse(""));
        int trunk = FreePort.any();
        int agent = FreePort.any();
        try (House house = house(
                        "sip.trunk.uri=sip:127.0.0.1:" + trunk,
                        "sip.trunk.check=false",
                        "sip.agent.port=" + agent,
                        "sip.numbers=" + NUMBER + "=rooms");
                var low = new Handset(LOW);
                var high = new Handset(HIGH);
                ChromiumBrowser browser = browser(chromium)) {
            house.relay().start();
            house.bot().start();
            house.telephones().start();
            var host = new Somebody(house, house.admin());
            var ana = new Somebody(house, SecretKey.random(Events.RANDOM));
            host.does("session", "create", "Medic 101", "--start", "+20m", "--invite", ana.npub());
            ana.does("rsvp", "yes", "medic-101");
            host.does("session", "start", "medic-101");
            RoomTab page = RoomTab.whistles(browser, ana.link());
            String digits = ana.pin();

            try (Sipp lows = dialsIn("low", trunk, agent, "+12025550171", low);
                    Sipp highs = dialsIn("high", FreePort.any(), agent, "+12025550172", high)) {
                enters(low, digits);
                enters(high, digits);
                Await.until(page::people, count -> count == 3);

                Await.until(() -> hears(low, HIGH) && hears(low, WHISTLE), isHeard -> isHeard);
                Await.until(() -> hears(high, LOW) && hears(high, WHISTLE), isHeard -> isHeard);
                assertThat(hears(low, LOW)).as("itself").isFalse();
                assertThat(hears(high, HIGH)).as("itself").isFalse();
                Await.until(() -> page.hears(LOW) && page.hears(HIGH), isHeard -> isHeard);
                assertThat(page.hears(WHISTLE)).as("itself").isFalse();
                assertThat(page.names()).contains("0171").doesNotContain("2025550171");

                guessesWrongAndIsLocked(agent, (digits.startsWith("1") ? "2" : "1") + digits.substring(1));
                assertThat(page.people()).isEqualTo(3);
                host.does("session", "end", "medic-101");
                lows.end();
                highs.end();
            }
            String report = Await.until(() -> host.report("medic-101"), text -> text.contains("\"joined\":3"));
            assertThat(report).contains("\"peak\":3");
            assertThat(house.logs()).doesNotContain("202555017").doesNotContain(digits);
        }
    }

    private ChromiumBrowser browser(Chromium chromium) throws IOException {
        return RoomTab.browser(chromium, Files.createDirectory(folder.resolve("chromium")));
    }

    private Sipp dialsIn(String name, int port, int agent, String caller, Handset handset) throws IOException {
        return Sipp.dialsIn(
                Files.createDirectory(folder.resolve(name)), port, FreePort.any(), agent, NUMBER, caller, handset);
    }

    /// Three times, and then isn't asked any more.
    private void guessesWrongAndIsLocked(int agent, String wrong) throws Exception {
        try (var guesser = new Handset();
                Sipp guesses = dialsIn("guesses", FreePort.any(), agent, "+12025550173", guesser)) {
            for (int i = 0; i < 3; i++) enters(guesser, wrong);
            guesses.end();
        }
        try (var guesser = new Handset();
                Sipp locked = dialsIn("locked", FreePort.any(), agent, "+12025550173", guesser)) {
            locked.end();
        }
    }

    /// As soon as it is spoken to.
    private static void enters(Handset handset, String digits) {
        int before = handset.heard().length;
        Await.until(() -> handset.heard().length, length -> length > before + G711.RATE);
        digits.chars().forEach(digit -> handset.presses(digit - '0'));
    }

    private static boolean hears(Handset handset, int hertz) {
        short[] heard = handset.heard();
        int second = G711.RATE;
        return heard.length > second && Tones.level(heard, hertz, heard.length - second, second) > LOUD;
    }

    private House house(String... more) throws IOException, InterruptedException {
        House house = House.in(
                Files.createDirectory(folder.resolve("house")), House.SOON_READY, "sip.rooms.dial_in=" + NUMBER);
        house.set(more);
        house.introduceBots();
        return house;
    }
}
