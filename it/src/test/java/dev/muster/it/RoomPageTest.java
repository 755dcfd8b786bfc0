package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.it.Browser.Tab;
import dev.muster.it.sip.RoomHouse;
import dev.muster.kit.venue.RoomWish.Stage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two people are in a room by their browsers: Tina leads, and whistles at 1000 Hz; Ben whistles at 440 Hz.
@NeedsChromium
@Timeout(300)
class RoomPageTest {
    private static final int TINA = 1000;
    private static final int BEN = 440;

    /// What is heard that loudly is whistled, and what is as soft as that isn't, in dB of full scale: µ-law has a hiss.
    private static final int LOUD = -50;

    private static final int SILENT = -65;

    @TempDir
    @Nullable
    Path folder;

    private @Nullable RoomHouse house;
    private @Nullable ChromiumBrowser browser;

    @BeforeEach
    void open(Chromium chromium) throws IOException, InterruptedException {
        Path at = Objects.requireNonNull(folder);
        house = new RoomHouse(at);
        browser = new ChromiumBrowser(
                chromium.program(),
                at,
                List.of(
                        "--no-proxy-server",
                        "--use-fake-device-for-media-stream",
                        "--use-fake-ui-for-media-stream",
                        "--allow-loopback-in-peer-connection",
                        "--autoplay-policy=no-user-gesture-required"));
    }

    @AfterEach
    void close() {
        if (browser != null) browser.close();
        if (house != null) house.close();
    }

    private RoomHouse house() {
        return Objects.requireNonNull(house);
    }

    private Tab visitor(String who, boolean leads, int hertz) {
        ChromiumBrowser it = Objects.requireNonNull(browser);
        Tab tab = it.newcomer();
        it.extend(tab, """
            navigator.mediaDevices.getUserMedia = async () => {
              const audio = new AudioContext();
              const whistle = audio.createOscillator();
              whistle.frequency.value = %d;
              const speaker = audio.createMediaStreamDestination();
              whistle.connect(speaker);
              whistle.start();
              return speaker.stream;
            };
            """.formatted(hertz));
        tab.open(house().way(who, leads));
        return tab;
    }

    private static void sees(Tab tab, String id) {
        Await.until(() -> tab.evaluate("!document.getElementById('" + id + "').hidden"), "true"::equals);
    }

    private static void click(Tab tab, String what) {
        tab.evaluate("document.querySelector(\"" + what + "\").click()");
    }

    private static void join(Tab tab, String name) {
        sees(tab, "outside");
        tab.evaluate("document.getElementById('name').value = \"" + name + "\"");
        click(tab, "#enter");
        sees(tab, "inside");
        Await.until(() -> tab.evaluate("document.getElementById('line').textContent"), "Connected"::equals);
        listen(tab);
    }

    /// What comes from now on, by the connection that is there now.
    private static void listen(Tab tab) {
        tab.evaluate("""
            (function () {
              const audio = new AudioContext();
              const ears = audio.createAnalyser();
              ears.fftSize = 8192;
              audio.createMediaStreamSource(document.getElementById('voices').srcObject).connect(ears);
              window.level = function (hertz) {
                const levels = new Float32Array(ears.frequencyBinCount);
                ears.getFloatFrequencyData(levels);
                return Math.max(-200, Math.round(levels[Math.round(hertz * ears.fftSize / audio.sampleRate)]));
              };
            })()\
            """);
    }

    private static int level(Tab tab, int hertz) {
        return Integer.parseInt(tab.evaluate("level(" + hertz + ")"));
    }

    private static void hears(Tab tab, int hertz) {
        Await.until(() -> level(tab, hertz), level -> level > LOUD);
    }

    /// The chime for who has come may still sound.
    private static void hearsNoMore(Tab tab, int hertz) {
        Await.until(() -> level(tab, hertz), level -> level < SILENT);
    }

    private static void shows(Tab tab, String... people) {
        Await.until(
                () -> tab.evaluate("[].map.call(document.querySelectorAll('#people .name, #people .state'),"
                        + " function (it) { return it.textContent; }).join('|')"),
                String.join("|", people)::equals);
    }

    private static void isTold(Tab tab, String why) {
        sees(tab, "closed");
        assertThat(tab.evaluate("document.getElementById('why').textContent")).isEqualTo(why);
    }

    @Test
    void sip_I2_twoHearEachOtherAndNotThemselves() {
        house().is(Stage.LIVE);
        Tab tina = visitor("tina", true, TINA);
        join(tina, "Tina <i>");
        assertThat(tina.evaluate("document.getElementById('title').textContent"))
                .isEqualTo("Medic <b>101</b>");
        Tab ben = visitor("ben", false, BEN);
        join(ben, "");
        shows(tina, "Tina <i>", "you, leads", "Guest", "");
        shows(ben, "Tina <i>", "leads", "Guest", "you");
        hears(tina, BEN);
        hears(ben, TINA);
        hearsNoMore(tina, TINA);
        hearsNoMore(ben, BEN);

        click(ben, "#mute");
        hearsNoMore(tina, BEN);
        shows(tina, "Tina <i>", "you, leads", "Guest", "muted");
        click(ben, "#mute");
        hears(tina, BEN);
        shows(tina, "Tina <i>", "you, leads", "Guest", "");
        click(tina, "#people li:nth-child(2) button:nth-of-type(1)");
        hearsNoMore(tina, BEN);
        shows(tina, "Tina <i>", "you, leads", "Guest", "muted");
        Await.until(() -> ben.evaluate("document.getElementById('mute').textContent"), "Unmute"::equals);

        click(tina, "#people li:nth-child(2) button:nth-of-type(1)");
        isTold(ben, "You were removed from the room.");
        shows(tina, "Tina <i>", "you, leads");
        click(ben, "#back");
        join(ben, "Ben");
        hears(tina, BEN);
        house().is(Stage.OVER);
        Await.until(() -> tina.evaluate("document.getElementById('why').textContent"), "The session is over."::equals);
        isTold(ben, "The session is over.");
        assertThat(ben.complaints())
                .as("but for answers that say no")
                .allMatch(it -> it.startsWith("Failed to load resource"));
    }

    @Test
    void whoComesTooEarlyWaitsAndWhoHasNoPassStaysOutside() {
        house().is(Stage.PLANNED);
        Tab early = visitor("ben", false, BEN);
        isTold(early, "This session isn’t open yet. This page looks whether it is.");
        house().is(Stage.LIVE);
        sees(early, "outside");
        Tab stranger = Objects.requireNonNull(browser).newcomer();
        stranger.open(URI.create(house().way("x", false).toString().replaceAll("#.*", "#AAAA.AAAA")));
        isTold(stranger, "This way in doesn’t work. Open your own link again.");
    }

    @Test
    void whoLoadsThePageAgainIsThereOnce() {
        house().is(Stage.LIVE);
        Tab tina = visitor("tina", true, TINA);
        join(tina, "Tina");
        Tab again = visitor("tina", true, TINA);
        join(again, "Tina");
        shows(again, "Tina", "you, leads");
        isTold(tina, "You’re in this room by another page now.");
    }

    @Test
    void whoseNetworkHasChangedIsGivenANewTicketForTheRelay() {
        house().is(Stage.LIVE);
        Tab ben = visitor("ben", false, BEN);
        sees(ben, "outside");
        ben.evaluate("""
            (function () {
              const Native = window.RTCPeerConnection;
              const state = Object.getOwnPropertyDescriptor(Native.prototype, "connectionState").get;
              window.tickets = [];
              window.RTCPeerConnection = function (configuration) {
                const peer = new Native(configuration);
                const ticket = (of) => tickets.push(of.iceServers[0].username);
                ticket(configuration);
                Object.defineProperty(peer, "connectionState", { get: () => window.away ? "disconnected" : state.call(peer) });
                peer.setConfiguration = (other) => {
                  ticket(other);
                  window.away = false;
                  Native.prototype.setConfiguration.call(peer, other);
                };
                window.moves = () => peer.onconnectionstatechange();
                return peer;
              };
            })()\
            """);
        join(ben, "Ben");
        ben.evaluate("(function () { window.away = true; moves(); })()");
        Await.until(
                () -> ben.evaluate("document.getElementById('line').textContent"),
                "Your connection is gone. Trying again …"::equals);
        Await.until(() -> ben.evaluate("tickets.length"), "2"::equals);
        assertThat(ben.evaluate("new Set(tickets).size")).isEqualTo("2");
        Await.until(
                () -> ben.evaluate("(function () { moves(); return document.getElementById('line').textContent; })()"),
                "Connected"::equals);
        assertThat(ben.complaints()).isEmpty();
    }

    @Test
    void whoMutesThemselvesWhileTheNetworkIsAwayStaysMuted() {
        house().is(Stage.LIVE);
        Tab tina = visitor("tina", true, TINA);
        join(tina, "Tina");
        Tab ben = visitor("ben", false, BEN);
        join(ben, "Ben");
        hears(tina, BEN);
        ben.evaluate("""
            (function () {
              const there = window.fetch;
              window.away = true;
              window.fetch = (to, how) => away && to.endsWith("/mute") ? Promise.reject(new TypeError()) : there(to, how);
            })()\
            """);
        click(ben, "#mute");
        click(tina, "#mute");
        shows(ben, "Tina", "leads, muted", "Ben", "you");
        assertThat(ben.evaluate("document.getElementById('mute').textContent")).isEqualTo("Unmute");
        hearsNoMore(tina, BEN);
        ben.evaluate("(function () { window.away = false; })()");
        shows(tina, "Tina", "you, leads, muted", "Ben", "muted");
        click(ben, "#mute");
        shows(tina, "Tina", "you, leads, muted", "Ben", "");
        hears(tina, BEN);
        assertThat(ben.complaints()).isEmpty();
    }

    @Test
    void whoLostTheirSeatTriesUntilTheyAreBackAndIsMutedIfTheyWereAtItsEnd() {
        house().is(Stage.LIVE);
        Tab tina = visitor("tina", true, TINA);
        join(tina, "Tina");
        Tab ben = visitor("ben", false, BEN);
        join(ben, "Ben");
        hears(tina, BEN);
        ben.evaluate("""
            (function () {
              const there = window.fetch;
              const once = {
                who: [410, { problem: "left", muted: true }],
                door: [503, { problem: "stopping" }],
                enter: [503, { problem: "full" }]
              };
              window.left = () => Object.keys(once).length;
              window.fetch = (to, how) => {
                const verb = to.split("/").pop();
                const [status, said] = once[verb] || [];
                delete once[verb];
                return status ? Promise.resolve(new Response(JSON.stringify(said), { status })) : there(to, how);
              };
            })()\
            """);
        Await.until(() -> ben.evaluate("left()"), "0"::equals);
        shows(tina, "Tina", "you, leads", "Ben", "muted");
        Await.until(() -> ben.evaluate("document.getElementById('line').textContent"), "Connected"::equals);
        assertThat(ben.evaluate("document.getElementById('mute').textContent")).isEqualTo("Unmute");
        hearsNoMore(tina, BEN);
        click(ben, "#mute");
        hears(tina, BEN);
    }

    @Test
    void whenTheBridgeIsStartedAgainAllAreBackByThemselvesAndWhoWasMutedStillIs() throws Exception {
        house().is(Stage.LIVE);
        Tab tina = visitor("tina", true, TINA);
        join(tina, "Tina");
        Tab ben = visitor("ben", false, BEN);
        join(ben, "Ben");
        click(ben, "#mute");
        shows(tina, "Tina", "you, leads", "Ben", "muted");
        house().restart(Duration.ofSeconds(5));
        Await.until(
                () -> ben.evaluate("document.getElementById('people').textContent"
                        + " + document.getElementById('line').textContent"
                        + " + document.getElementById('trouble').textContent"),
                shown -> shown.contains("Tina") && shown.contains("Ben") && shown.endsWith("Connected"));
        Await.until(() -> tina.evaluate("document.getElementById('line').textContent"), "Connected"::equals);
        assertThat(ben.evaluate("document.getElementById('mute').textContent")).isEqualTo("Unmute");
        listen(tina);
        listen(ben);
        hears(ben, TINA);
        hearsNoMore(tina, BEN);
        click(ben, "#mute");
        hears(tina, BEN);
    }
}
