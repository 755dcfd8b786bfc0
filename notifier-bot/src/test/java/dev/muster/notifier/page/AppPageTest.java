package dev.muster.notifier.page;

import static dev.muster.notifier.page.Visit.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.notifier.device.Invites;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The page by which a browser rings, its manifest, and its service worker.
@Timeout(60)
class AppPageTest {
    private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"([^\"]+\\.(?:js|css|png|svg))\"");

    @RegisterExtension
    final TestPages pages = TestPages.at(Instant.parse("2026-12-01T12:00:00Z"));

    private final Visit visit = new Visit();

    @AfterEach
    void close() {
        visit.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return visit.get(pages.at(path), headers);
    }

    @Test
    void anInviteShowsForWhomTheBrowserWillRing() throws Exception {
        String token = pages.invited(TestPages.BOT);

        String page = get("/app?k=" + token).body();

        assertThat(page).contains(new Npub(TestPages.BOT).encode(), "data-invite=\"" + token + "\"");
        assertThat(get("/app?k=" + token).body()).as("looking uses nothing up").isEqualTo(page);
    }

    @Test
    void anOldInviteSaysSoAndIsNotRepeated() throws Exception {
        String token = pages.invited(TestPages.BOT);
        pages.advance(Invites.VALIDITY);

        HttpResponse<String> page = get("/app?k=" + token);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("This link doesn’t work any more").doesNotContain(token);
    }

    @Test
    void whoGuessesInvitesIsShutOut() throws Exception {
        for (int at = 0; at < Site.GUESSES_PER_MINUTE; at++) get("/app?k=nosuchinvite-" + (1000 + at));
        String token = pages.invited(TestPages.BOT);

        HttpResponse<String> page = get("/app?k=" + token);

        assertThat(page.statusCode()).isEqualTo(429);
        assertThat(header(page, "retry-after")).isNotEmpty();
        assertThat(page.body()).doesNotContain(token);
        assertThat(get("/app").statusCode()).isEqualTo(200);
    }

    @Test
    void nothingThatIsNoInviteIsRepeated() throws Exception {
        assertThat(get("/app?k=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").body()).doesNotContain("alert(1)");
    }

    @Test
    void whatThePageLoadsIsOursAndThere() throws Exception {
        HttpResponse<String> page = get("/app");

        assertThat(header(page, "content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'", "manifest-src 'self'")
                .doesNotContain("unsafe");
        Matcher loaded = LOADED.matcher(page.body());
        int count = 0;
        for (; loaded.find(); count++)
            assertThat(get(loaded.group(1)).statusCode()).as(loaded.group(1)).isEqualTo(200);
        assertThat(count).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("dev.muster.notifier.page.WordsTest#languages")
    void theAppIsInstallableInEveryLanguage(String language) throws Exception {
        HttpResponse<String> answer = get("/app/manifest.webmanifest?lang=" + language);
        JsonNode manifest = JsonMapper.shared().readTree(answer.body());

        assertThat(header(answer, "content-type")).isEqualTo("application/manifest+json");
        assertThat(manifest.path("name").asString()).isEqualTo("Notifier");
        assertThat(manifest.path("lang").asString()).isEqualTo(language);
        assertThat(manifest.path("display").asString()).isEqualTo("standalone");
        assertThat(manifest.path("start_url").asString()).isEqualTo("/app?lang=" + language);
        for (JsonNode icon : manifest.path("icons"))
            assertThat(header(get(icon.path("src").asString()), "content-type")).isEqualTo("image/png");
        assertThat(get("/app?lang=" + language).body())
                .contains(
                        "manifest.webmanifest?lang=" + language,
                        Words.in(language).say("app.title"));
    }

    @Test
    void whatIsInstalledWithAnInviteOpensWithIt() throws Exception {
        String token = pages.invited(TestPages.BOT);

        assertThat(get("/app/manifest.webmanifest?lang=de&k=" + token).body()).contains("/app?lang=de&k=" + token);
    }

    @Test
    void theWorkerSpeaksTheLanguageAndReachesNobodyElse() throws Exception {
        HttpResponse<String> worker = get("/app/sw.js?lang=es");

        assertThat(header(worker, "content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(header(worker, "service-worker-allowed")).isEqualTo("/app");
        assertThat(header(worker, "cache-control")).isEqualTo("no-cache");
        assertThat(header(worker, "content-security-policy"))
                .isEqualTo("default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'");
        assertThat(worker.body()).contains("\"call.answer\":\"Contestar\"", "importScripts");
        assertThat(get("/app/sw.js?lang=es").body()).isEqualTo(worker.body());
    }
}
