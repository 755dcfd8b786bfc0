package dev.muster.it;

import static dev.muster.it.Browser.Key.ENTER;
import static dev.muster.it.Browser.Key.TAB;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.Browser.Tab;
import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.notifier.page.TestPages;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What people see and do who open a join link in a browser, or the page that lets it ring. Pictures of it are in
/// `target/screenshots`.
@ParameterizedClass
@EnumSource
@Timeout(120)
class JoinPageTest {
    private static final Instant NOW = Instant.parse("2026-01-01T16:12:00Z");
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final double AA = 4.5;

    /// What the browser would do by itself if its owner had asked for dark pages.
    private static final String DARKEN = """
        (function () {
          var sheet = document.styleSheets[0];
          for (var at = sheet.cssRules.length - 1; at >= 0; at--) {
            if (/dark/.test(sheet.cssRules[at].conditionText)) {
              sheet.insertRule(sheet.cssRules[at].cssRules[0].cssText, sheet.cssRules.length);
            }
          }
        })()\
        """;

    @TempDir
    static @Nullable Path profiles;

    private static @Nullable Browser running;

    @RegisterExtension
    final TestPages pages = TestPages.at(NOW);

    @Parameter
    Browser.@Nullable Kind kind;

    private final List<Request> visitsToTheRoom = new CopyOnWriteArrayList<>();
    private final HttpServer house;

    JoinPageTest() throws IOException {
        house = new HttpServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Serving.DEFAULT,
                new Routes().get("/medic-101", request -> {
                    visitsToTheRoom.add(request);
                    return Response.text(200, "The room.\n");
                }));
    }

    @BeforeParameterizedClassInvocation
    static void start(Browser.Kind kind) throws IOException {
        assumeTrue(kind.program().isPresent(), () -> kind + " is missing: install it, or let ./verify fetch it");
        running = kind.start(
                Files.createDirectory(Objects.requireNonNull(profiles).resolve(kind.name())));
    }

    @AfterParameterizedClassInvocation
    static void end() {
        if (running != null) running.close();
        running = null;
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static Tab newcomer() {
        return Objects.requireNonNull(running).newcomer();
    }

    private String training() {
        int port = ((InetSocketAddress) house.address()).getPort();
        return pages.training(URI.create("http://127.0.0.1:" + port + "/medic-101"));
    }

    private String issued(String room) {
        return pages.sessions().issued(room);
    }

    /// Presses Tab until one has got there, as people without a mouse do.
    private static void tabTo(Tab tab, String what) {
        for (int at = 0; at < 10; at++) {
            tab.press(TAB);
            if (tab.evaluate("document.activeElement.matches('" + what + "')").equals("true")) return;
        }
        throw new AssertionError("nobody gets to " + what + " with the Tab key");
    }

    private static void awaitSeen(Tab tab, String what) {
        Await.until(
                () -> tab.evaluate("!!document.querySelector('" + what + "') && document.querySelector('" + what
                        + "').getClientRects().length > 0"),
                "true"::equals);
    }

    @Test
    void withoutAMouseOneGetsInIsCountedAndLeaves() {
        String room = training();
        Tab tab = newcomer();
        tab.open(pages.link(room, issued(room)));

        tabTo(tab, "#join button");
        tab.press(ENTER);
        awaitSeen(tab, "#inside");

        assertThat(tab.evaluate("document.activeElement.id")).isEqualTo("in");
        assertThat(pages.sessions().present(room)).isEqualTo(1);
        Await.until(visitsToTheRoom::size, size -> size == 1);
        assertThat(visitsToTheRoom.getFirst().headers())
                .as("the room never sees the link")
                .doesNotContainKey("referer");
        Await.until(() -> tab.evaluate("location.search"), ""::equals);

        tabTo(tab, "#leave");
        tab.press(ENTER);
        awaitSeen(tab, "#gone");
        Await.until(() -> pages.sessions().present(room), present -> present == 0);
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void aReloadStaysInAndTheEndIsShown() {
        String room = training();
        Tab tab = newcomer();
        tab.open(pages.link(room, issued(room)));
        tabTo(tab, "#join button");
        tab.press(ENTER);
        Await.until(() -> tab.evaluate("location.search"), ""::equals);
        Await.until(visitsToTheRoom::size, size -> size == 1);

        tab.evaluate("window.isBefore = true; setTimeout(function () { location.reload(); }, 0)");
        // Its address has the token for a moment only, which nobody may see.
        Await.until(() -> tab.evaluate("String(window.isBefore)"), "undefined"::equals);
        awaitSeen(tab, "#inside");
        assertThat(visitsToTheRoom).hasSize(1);
        Await.until(() -> pages.sessions().present(room), present -> present == 1);

        pages.sessions().end(room);
        tab.bringToFront();
        // Without a window not every browser tells the page that it is seen again.
        tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
        Await.until(() -> tab.evaluate("document.title"), "Ended: Street medic 101"::equals);
    }

    @Test
    void anotherBrowserIsTurnedAway() {
        String room = training();
        String token = issued(room);
        Tab first = newcomer();
        first.open(pages.link(room, token));
        tabTo(first, "#join button");
        first.press(ENTER);
        awaitSeen(first, "#inside");

        Tab second = newcomer();
        second.open(pages.link(room, token));

        assertThat(second.evaluate("document.title")).isEqualTo("Used elsewhere: Street medic 101");
        assertThat(pages.sessions().present(room)).isEqualTo(1);
    }

    @Test
    void whereNoWindowOpensThereIsALink() {
        String room = training();
        Tab tab = newcomer();
        tab.open(pages.link(room, issued(room)));
        tab.evaluate("window.open = function () { return null; }");

        tabTo(tab, "#join button");
        tab.press(ENTER);
        awaitSeen(tab, "#blocked");
        assertThat(visitsToTheRoom).isEmpty();
        tabTo(tab, "#room");
        tab.press(ENTER);

        Await.until(visitsToTheRoom::size, size -> size == 1);
        assertThat(visitsToTheRoom.getFirst().headers()).doesNotContainKey("referer");
        assertThat(pages.sessions().present(room)).isEqualTo(1);
    }

    @Test
    void thePageOpensTheDoorByItself() {
        String room = training();
        pages.sessions().postpone(room);
        Tab tab = newcomer();
        tab.open(pages.link(room, issued(room)));
        assertThat(tab.evaluate("document.getElementById('time').textContent")).isEqualTo("Opens any moment now");

        pages.sessions().start(room);

        awaitSeen(tab, "#join button");
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void theTimeLeftIsCountedDown() {
        Instant starts = NOW.plus(Duration.ofMinutes(20));
        String room = pages.sessions().started("Street medic 101", starts, Duration.ofHours(1), "");
        pages.sessions().postpone(room);
        Tab tab = newcomer();
        tab.open(pages.link(room, issued(room)));

        Await.until(
                () -> tab.evaluate("document.getElementById('time').textContent"),
                text -> text.matches("Opens in 4.min 5\\d.s"));
        assertThat(tab.evaluate("document.getElementById('said').textContent")).isEmpty();
    }

    @Test
    void everyPageIsReadableOnATelephoneAndADesktop() throws IOException {
        Tab tab = newcomer();
        String room = training();
        show(tab, "open", pages.link(room, issued(room)));
        show(tab, "german", URI.create(pages.link(room, issued(room)) + "&lang=de"));
        String later = pages.sessions()
                .started(
                        "First aid for demonstrations: gas, wounds, heat and cold, and how to get help",
                        NOW.plus(Duration.ofHours(30)),
                        Duration.ofHours(8),
                        "");
        pages.sessions().postpone(later);
        show(tab, "early", pages.link(later, issued(later)));
        String over = training();
        pages.sessions().record(over, "https://example.org/film");
        pages.sessions().end(over);
        show(tab, "ended", pages.link(over, issued(over)));
        String cancelled = training();
        pages.sessions().cancel(cancelled);
        show(tab, "cancelled", pages.link(cancelled, issued(cancelled)));
        show(tab, "unknown", pages.link(room, "nosuchtoken"));
        show(
                tab,
                "certificate",
                pages.at("/certificate/" + pages.sessions().certified(room).code()));
        show(tab, "nocertificate", pages.at("/certificate/nothing"));
        show(tab, "front", pages.at("/"));
        Tab in = newcomer();
        in.open(pages.link(room, issued(room)));
        tabTo(in, "#join button");
        in.press(ENTER);
        awaitSeen(in, "#inside");
        look(in, "inside");
    }

    @Test
    void thePageThatRingsIsReadableOnATelephoneAndADesktop() throws IOException {
        URI address = pages.at("/app?k=" + pages.invited(TestPages.BOT));
        show(newcomer(), "app", address);

        // In all states at once, whichever this browser could get into.
        Tab tab = newcomer();
        tab.open(address);
        awaitDecided(tab);
        tab.evaluate("""
            (function () {
              document.querySelectorAll("main [hidden]").forEach(function (part) { part.hidden = false; });
              document.querySelectorAll("main button").forEach(function (button) { button.disabled = false; });
              var words = { who: "Ana is calling", news: "Missed call", told: "From Ana at 18:00 (Europe/Prague)",
                said: "Sent: it should appear in a moment.", fate: "This call is over." };
              for (var id in words) document.getElementById(id).textContent = words[id];
              var trouble = document.getElementById("trouble");
              trouble.textContent = trouble.dataset.text;
              document.querySelectorAll("#handle code, #npub").forEach(function (code) {
                code.textContent = "npub1" + "q".repeat(58);
              });
            })()\
            """);
        look(tab, "app-everything");
    }

    /// The page has found out what this browser can do.
    private static void awaitDecided(Tab tab) {
        Await.until(
                () -> tab.evaluate("document.getElementById('cannot').hidden || !('PushManager' in window)"),
                "true"::equals);
    }

    private void show(Tab tab, String name, URI address) throws IOException {
        tab.open(address);
        look(tab, name);
    }

    /// Nothing sticks out, everything can be read by day and by night, and there are pictures for people to
    /// look at.
    private void look(Tab tab, String name) throws IOException {
        for (int width : List.of(360, 1280)) {
            tab.resize(width, 800);
            picture(tab, name + "-" + width);
            assertThat(tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as(name + " at " + width)
                    .isEqualTo("true");
        }
        assertReadable(tab, name);
        tab.resize(360, 800);
        tab.evaluate(DARKEN);
        picture(tab, name + "-dark");
        assertReadable(tab, name + " in the dark");
    }

    private void picture(Tab tab, String name) throws IOException {
        Files.createDirectories(PICTURES);
        String browser = Objects.requireNonNull(kind).name().toLowerCase(Locale.ROOT);
        Files.write(PICTURES.resolve(browser + "-" + name + ".png"), tab.picture());
    }

    private static void assertReadable(Tab tab, String name) throws IOException {
        String contrast = tab.evaluate(contrastScript());
        double lowest = Double.parseDouble(contrast.substring(0, contrast.indexOf(' ')));
        assertThat(lowest).as(name + ": " + contrast).isGreaterThanOrEqualTo(AA);
    }

    private static String contrastScript() throws IOException {
        try (InputStream script = JoinPageTest.class.getResourceAsStream("contrast.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), UTF_8);
        }
    }
}
