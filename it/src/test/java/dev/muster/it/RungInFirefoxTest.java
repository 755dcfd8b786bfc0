package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.Browser.Tab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Somebody types a word to the bot, opens what it sends in a real Firefox, and is called there: through the relay, the
/// bot, and a push service.
@NeedsNode(NodeScript.BROWSER_PUSH)
@Timeout(180)
class RungInFirefoxTest {
    private final Callee callee;
    private final Browser firefox;

    RungInFirefoxTest(NodePeer service, @TempDir Path folder) throws IOException, InterruptedException {
        Optional<Path> program = FirefoxBrowser.installed();
        assumeTrue(program.isPresent(), "Firefox is missing: install it, or let ./verify fetch it");
        callee = new Callee(Files.createDirectory(folder.resolve("house")));
        firefox = FirefoxBrowser.pushedBy(
                service.ask("listen").asInt(), program.get(), Files.createDirectory(folder.resolve("firefox")));
    }

    @AfterEach
    void close() {
        firefox.close();
        callee.close();
    }

    private static void click(Tab tab, String id) {
        tab.evaluate("document.getElementById('" + id + "').click()");
    }

    private static void awaitSeen(Tab tab, String id) {
        Await.until(() -> tab.evaluate("document.getElementById('" + id + "').getClientRects().length"), "1"::equals);
    }

    private static String text(Tab tab, String id) {
        return tab.evaluate("document.getElementById('" + id + "').textContent");
    }

    @Test
    void ring_aBrowserIsRegisteredByALinkAndRings() throws Exception {
        Tab tab = firefox.newcomer();
        tab.open(callee.link());
        awaitSeen(tab, "ring");
        assertThat(text(tab, "ready")).contains(callee.npub());

        click(tab, "ring");
        awaitSeen(tab, "on");
        assertThat(text(tab, "npub")).isEqualTo(callee.npub());
        assertThat(tab.evaluate("location.search")).doesNotContain("k=");
        click(tab, "test");
        Await.until(() -> text(tab, "news"), "Test"::equals);

        String declined = callee.isCalled();
        awaitSeen(tab, "decline");
        assertThat(text(tab, "who")).isEqualTo("Ana is calling");
        assertThat(text(tab, "handle")).isEqualTo(callee.anasNpub());
        click(tab, "decline");
        callee.anaHears(declined, "declined");
        Await.until(() -> text(tab, "fate"), "You declined this call."::equals);

        String hungUp = callee.isCalled();
        awaitSeen(tab, "decline");
        callee.isHungUp(hungUp);
        Await.until(() -> text(tab, "fate"), "This call is over."::equals);

        String taken = callee.isCalled();
        awaitSeen(tab, "answer");
        click(tab, "answer");
        callee.anaHears(taken, "answered");
        awaitSeen(tab, "further");

        click(tab, "stop");
        awaitSeen(tab, "stranger");
    }
}
