package dev.muster.it;

import dev.muster.it.Browser.Tab;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// Somebody in a room, by its page.
record RoomTab(Tab tab) {
    static final int WHISTLE = 1000;

    private static final int LOUD = -60;

    /// Instead of a microphone a whistle, and ears for what the room says.
    private static final String WHISTLES = """
        (function () {
          const audio = new AudioContext();
          audio.resume();
          const whistle = audio.createOscillator();
          whistle.frequency.value = 1000;
          const speaker = audio.createMediaStreamDestination();
          whistle.connect(speaker);
          whistle.start();
          navigator.mediaDevices.getUserMedia = async () => speaker.stream;
          const Native = window.RTCPeerConnection;
          window.level = () => -200;
          window.RTCPeerConnection = function (configuration) {
            const pc = new Native(configuration);
            pc.addEventListener("track", (event) => {
              const ears = audio.createAnalyser();
              ears.fftSize = 8192;
              audio.createMediaStreamSource(new MediaStream([event.track])).connect(ears);
              window.level = (hertz) => {
                const levels = new Float32Array(ears.frequencyBinCount);
                ears.getFloatFrequencyData(levels);
                return Math.max(-200, Math.round(levels[Math.round(hertz * ears.fftSize / audio.sampleRate)]));
              };
            });
            return pc;
          };
        })()\
        """;

    static ChromiumBrowser browser(Chromium chromium, Path folder) throws IOException {
        return new ChromiumBrowser(
                chromium.program(),
                folder,
                List.of(
                        "--no-proxy-server",
                        "--use-fake-device-for-media-stream",
                        "--use-fake-ui-for-media-stream",
                        "--allow-loopback-in-peer-connection",
                        "--autoplay-policy=no-user-gesture-required"));
    }

    /// With a microphone that beeps.
    static RoomTab joins(ChromiumBrowser browser, URI link) {
        return joins(browser, link, "");
    }

    /// With a whistle instead of a microphone.
    static RoomTab whistles(ChromiumBrowser browser, URI link) {
        return joins(browser, link, WHISTLES);
    }

    private static RoomTab joins(ChromiumBrowser browser, URI link, String equipment) {
        Tab tab = browser.newcomer();
        tab.open(link);
        tab.evaluate("document.querySelector('#join button').click()");
        Await.until(() -> tab.evaluate("location.pathname"), path -> path.startsWith("/room/"));
        Await.until(() -> tab.evaluate("!document.getElementById('outside').hidden"), "true"::equals);
        if (!equipment.isEmpty()) tab.evaluate(equipment);
        tab.evaluate("document.getElementById('enter').click()");
        Await.until(() -> tab.evaluate("document.getElementById('line').textContent"), "Connected"::equals);
        return new RoomTab(tab);
    }

    /// How many are there.
    int people() {
        return Integer.parseInt(tab.evaluate("document.querySelectorAll('#people li').length"));
    }

    String names() {
        return tab.evaluate("document.getElementById('people').textContent");
    }

    /// Whether it hears that now. Only of who whistles.
    boolean hears(int hertz) {
        return Integer.parseInt(tab.evaluate("level(" + hertz + ")")) > LOUD;
    }
}
