package dev.muster.notifier.page;

import static dev.muster.notifier.page.Visit.cookie;
import static dev.muster.notifier.page.Visit.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What a join link leads to, as far as HTTP shows it.
@Timeout(60)
class JoinPageTest {
    private static final Instant NOW = Instant.parse("2026-01-01T16:12:00Z");
    private static final String AS_SCRIPT = "application/json";

    @RegisterExtension
    final TestPages pages = TestPages.at(NOW);

    private final Visit visit = new Visit();
    private String room = "";
    private String token = "";

    @BeforeEach
    void begin() {
        room = pages.training();
        token = pages.sessions().issued(room);
    }

    @AfterEach
    void close() {
        visit.close();
    }

    private HttpResponse<String> open(String... headers) throws Exception {
        return visit.get(pages.link(room, token), headers);
    }

    private HttpResponse<String> post(String verb, String body, String... headers) throws Exception {
        return visit.post(pages.at("/conference/" + room + "/" + verb), body, headers);
    }

    /// What happens before somebody opens their link.
    interface Before {
        void happens(TestPages pages, String room, String token);
    }

    private static Arguments after(String what, Before before, int status, String text) {
        return argumentSet(what, before, status, text);
    }

    static Stream<Arguments> looks() {
        return Stream.of(
                after("open", (pages, room, token) -> {}, 200, "Under way, ends in 48\u00a0min"),
                after("early", (pages, room, token) -> pages.sessions().postpone(room), 200, "Opens any moment now"),
                after("ended", (pages, room, token) -> pages.sessions().end(room), 410, "Notifier sends you a link"),
                after("over", (pages, room, token) -> pages.advance(Duration.ofHours(1)), 410, "has ended"),
                after(
                        "recorded",
                        (pages, room, token) -> {
                            pages.sessions().end(room);
                            pages.sessions().record(room, "https://example.org/film?a=1&b=2");
                        },
                        410,
                        "href=\"https://example.org/film?a=1&amp;b=2\""),
                after("cancelled", (pages, room, token) -> pages.sessions().cancel(room), 410, "was cancelled"),
                after(
                        "elsewhere",
                        (pages, room, token) -> pages.sessions().links().join(room, token, "another"),
                        403,
                        "send the word “link” to Notifier"),
                after(
                        "revoked",
                        (pages, room, token) -> pages.sessions().revoke(room),
                        403,
                        "send it the word “link”"));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void eachPageSaysWhatHappenedAndWhatToDo(Before before, int status, String text) throws Exception {
        before.happens(pages, room, token);

        HttpResponse<String> page = open();

        assertThat(page.statusCode()).isEqualTo(status);
        assertThat(page.body()).contains(text).containsOnlyOnce("<h1>").contains("lang=\"en-GB\"");
    }

    @Test
    void aLinkThatNobodyWasGivenIsUnknown() throws Exception {
        HttpResponse<String> page = visit.get(pages.link(room, "nosuchtoken"));

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("send the word “link” to Notifier").doesNotContain("medic");
    }

    @Test
    void aLinkIsForItsOwnRoomOnly() throws Exception {
        assertThat(visit.get(pages.link(pages.training(), token)).statusCode()).isEqualTo(404);
    }

    @Test
    void thePageNamesSessionHostAndTimesInTheSessionsZone() throws Exception {
        String page = open().body();

        assertThat(page)
                .contains("<h1>Street medic 101</h1>", "<dd>Ana</dd>")
                .contains("Thursday, 1 January 2026, 17:00\u00a0– 18:00", "(Europe/Prague)");
    }

    @Test
    void aSessionOverMidnightNamesBothDays() throws Exception {
        Instant starts = Instant.parse("2026-07-03T20:00:00Z");
        room = pages.sessions().started("Vigil", starts, Duration.ofMinutes(450), "https://meet.example.org/vigil");
        token = pages.sessions().issued(room);

        assertThat(open().body()).contains("Friday, 3 July 2026, 22:00\u00a0– Saturday, 4 July 2026, 05:30");
    }

    @Test
    void whateverPeopleWriteStaysText() throws Exception {
        String evil = "<script>alert(1)</script>\" onload='x' {{token}} [[host]] $1";
        room = pages.sessions().started(evil, NOW, Duration.ofHours(1), "https://meet.example.org/medic-101");
        token = pages.sessions().issued(room);
        pages.advance(Duration.ofSeconds(1));
        pages.sessions().isLedBy("<b>Ana</b>");

        assertThat(open().body())
                .doesNotContain("<script>", "onload='", "<b>")
                .contains("<h1>&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; {{token}} [[host]]"
                        + " $1</h1>");
    }

    @Test
    void aRecordingThatIsNoWebAddressIsNoLink() throws Exception {
        pages.sessions().end(room);
        pages.sessions().record(room, "javascript:alert(1)");

        assertThat(open().body()).doesNotContain("javascript:");
    }

    @Test
    void aSessionWithoutARoomSaysSo() throws Exception {
        room = pages.sessions().started("Street medic 101", NOW, Duration.ofHours(1), "");
        token = pages.sessions().issued(room);

        HttpResponse<String> answer = post("join", "t=" + token);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("no room yet");
        assertThat(header(answer, "retry-after")).isNotEmpty();
    }

    @Test
    void nothingIsLoadedFromElsewhereAndNothingIsToldThere() throws Exception {
        HttpResponse<String> page = open();

        assertThat(header(page, "content-security-policy"))
                .contains("default-src 'none'", "style-src 'self'", "script-src 'self'", "connect-src 'self'")
                .contains("form-action 'self' https: http:", "base-uri 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(header(page, "referrer-policy")).isEqualTo("no-referrer");
        assertThat(header(page, "cache-control")).isEqualTo("no-store");
        assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(page.body())
                .doesNotContain("src=\"http")
                .doesNotContain("<style")
                .doesNotContain(" style=");
    }

    @Test
    void aLinkPreviewBindsNothing() throws Exception {
        HttpResponse<String> page = open();

        assertThat(page.headers().firstValue("set-cookie")).isEmpty();
        assertThat(pages.sessions().present(room)).isZero();
    }

    @Test
    void withoutScriptOneIsLedToTheRoom() throws Exception {
        HttpResponse<String> answer = post("join", "t=" + token + "&lang=en");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(header(answer, "location")).isEqualTo("https://meet.example.org/medic-101");
        assertThat(header(answer, "referrer-policy")).isEqualTo("no-referrer");
        assertThat(pages.sessions().present(room)).isEqualTo(1);
    }

    @Test
    void withScriptOneIsToldWhereTheRoomIs() throws Exception {
        HttpResponse<String> answer = post("join", "t=" + token, "accept", AS_SCRIPT);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"room\":\"https://meet.example.org/medic-101\",\"counted\":false}");
    }

    @Test
    void theBrowserIsKnownByACookieForThisRoomOnly() throws Exception {
        HttpResponse<String> answer = post("join", "t=" + token);

        assertThat(header(answer, "set-cookie"))
                .matches("muster-browser=[0-9a-f]{32}; Path=/conference/" + room
                        + "; Max-Age=604800; HttpOnly; SameSite=Lax");
    }

    @Test
    void theSameBrowserComesBackAndAnotherIsRefused() throws Exception {
        String cookie = cookie(post("join", "t=" + token));

        assertThat(post("join", "t=" + token, "cookie", "a=b; " + cookie).statusCode())
                .isEqualTo(303);
        assertThat(post("join", "t=" + token).statusCode()).isEqualTo(403);
        assertThat(open().statusCode()).isEqualTo(403);
        assertThat(open("cookie", cookie).statusCode()).isEqualTo(200);
        assertThat(pages.count("muster.page.refused", "reason", "elsewhere")).isEqualTo(2);
    }

    @Test
    void aCookieThatNobodyGaveIsNotTaken() throws Exception {
        HttpResponse<String> answer = post("join", "t=" + token, "cookie", "muster-browser=chosen");

        assertThat(cookie(answer)).matches("muster-browser=[0-9a-f]{32}");
    }

    @Test
    void thePageSaysThatSomebodyIsThereUntilItNeedNot() throws Exception {
        String cookie = cookie(post("join", "t=" + token));

        assertThat(post("here", "t=" + token, "cookie", cookie).body()).isEqualTo("{\"there\":true}");
        assertThat(post("here", "t=" + token).body()).isEqualTo("{\"there\":false}");
        assertThat(post("leave", "t=" + token, "cookie", cookie).statusCode()).isEqualTo(204);
        assertThat(pages.sessions().present(room)).isZero();
        pages.sessions().end(room);
        assertThat(post("here", "t=" + token, "cookie", cookie).body()).isEqualTo("{\"there\":false}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cs,en;q=0.5          | cs    | Připojit se",
                "it, de-AT;q=0.9, en  | en-GB | Join",
                "it, de-AT;q=0.9      | de-AT | Teilnehmen",
                "es-419               | es    | Entrar",
                "fr-CA                | fr-CA | Rejoindre",
                "de;q=0, en-US        | en-US | Join",
                "tlh                  | en-GB | Join",
                ";;;q=x               | en-GB | Join",
                "*                    | en-GB | Join"
            })
    void thePageSpeaksTheVisitorsLanguage(String accepted, String language, String button) throws Exception {
        assertThat(open("accept-language", accepted).body())
                .contains("<html lang=\"" + language, ">" + button + "</button>");
    }

    @Test
    void aLanguageThatWasPickedGoesBeforeTheBrowsers() throws Exception {
        URI german = URI.create(pages.link(room, token) + "&lang=de");

        assertThat(visit.get(german, "accept-language", "fr").body())
                .contains("Donnerstag, 1. Januar 2026, 17:00\u00a0– 18:00")
                .contains("href=\"/conference/" + room + "?t=" + token + "&amp;lang=fr\"");
    }

    @Test
    void whoeverGuessesIsShutOutForTheRestOfTheMinute() throws Exception {
        for (int at = 0; at < 30; at++) {
            assertThat(visit.get(pages.link(room, "guess" + at)).statusCode()).isEqualTo(404);
        }

        HttpResponse<String> answer = open();

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(header(answer, "retry-after")).isEqualTo("60");
        assertThat(post("join", "t=" + token).statusCode()).isEqualTo(429);
        assertThat(visit.get(pages.at("/v1/certificates/guess")).statusCode()).isEqualTo(429);
        assertThat(visit.get(pages.at("/certificate/guess")).statusCode()).isEqualTo(429);
        assertThat(open("x-forwarded-for", "127.0.0.1, 192.0.2.7").statusCode())
                .as("somebody else, behind the same proxy")
                .isEqualTo(200);
        assertThat(pages.count("muster.page.refused", "reason", "unknown")).isEqualTo(30);
        pages.advance(Duration.ofMinutes(1));
        assertThat(open().statusCode()).isEqualTo(200);
    }

    @Test
    void oneIpv6NetworkIsOneGuesser() throws Exception {
        for (int at = 0; at < 30; at++) {
            visit.get(pages.link(room, "guess" + at), "x-forwarded-for", "2001:db8:1:2::" + at);
        }

        assertThat(open("x-forwarded-for", "2001:db8:1:2:ffff::1").statusCode()).isEqualTo(429);
        assertThat(open("x-forwarded-for", "2001:db8:1:3::1").statusCode()).isEqualTo(200);
    }

    @Test
    void whoeverIsInTheRoomIsStillCountedWhileANeighbourGuesses() throws Exception {
        String cookie = cookie(post("join", "t=" + token));
        for (int at = 0; at < 31; at++) visit.get(pages.link(room, "guess" + at));

        assertThat(post("here", "t=" + token, "cookie", cookie).body()).isEqualTo("{\"there\":true}");
    }

    @ParameterizedTest
    @CsvSource({
        "/conference/ROOM",
        "/conference/ROOM?t=",
        "/conference/ROOM?t=%0d%0aSet-Cookie:a",
        "/conference/a%0d%0ab?t=TOKEN",
        "/conference/%22%3E?t=TOKEN",
        "/conference/..?t=TOKEN"
    })
    void whatCanBeNoLinkIsUnknownAndNotRepeated(String path) throws Exception {
        HttpResponse<String> page =
                visit.get(pages.at(path.replace("ROOM", room).replace("TOKEN", token)));

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).doesNotContain("Set-Cookie").doesNotContain("\">?");
        assertThat(pages.count("muster.page.refused", "reason", "incomplete")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"join", "here", "leave"})
    void aBodyThatIsNoFormIsNoError(String verb) throws Exception {
        assertThat(post(verb, "t=%zz&&=\u0000").statusCode()).isLessThan(500);
    }

    @Test
    void noFigureHoldsAToken() throws Exception {
        open();
        visit.get(pages.link(room, "nosuchtoken"));
        post("join", "t=" + token);

        assertThat(pages.figures()).doesNotContain(token).doesNotContain("nosuchtoken");
        assertThat(pages.count("muster.page.opened")).isEqualTo(1);
        assertThat(pages.count("muster.page.joined")).isEqualTo(1);
    }
}
