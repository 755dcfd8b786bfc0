package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the relay's port says to those who speak HTTP.
@Timeout(60)
@ExtendWith(NoLeaks.class)
class PagesTest {
    private TestServer relay;
    private HttpClient http;

    @BeforeEach
    void start() throws IOException {
        relay = TestServer.start();
        http = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        http.close();
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/nostr+json",
                "Application/Nostr+JSON",
                "text/html, application/nostr+json",
                "application/nostr+json;q=0.9, text/html;q=0.1",
                "application/json , application/nostr+json ; q=1 , */*"
            })
    void B11_1_whoAcceptsItGetsTheInformationDocument(String accept) throws Exception {
        HttpResponse<String> answer = get("/", "Accept", accept);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/nostr+json");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers")).contains("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).contains("GET, HEAD, OPTIONS");
        assertThat(answer.body()).startsWith("{\"name\":\"Muster\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "*/*",
                "application/nostr+json;q=0",
                "application/nostr+json; q=0.000, text/html"
            })
    void B11_1_aBrowserGetsAPage(String accept) throws Exception {
        HttpResponse<String> answer = get("/", "Accept", accept);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(answer.body()).startsWith("<!doctype html>");
    }

    @Test
    void B11_1_aBrowsersQuestionBeforehandIsAnswered() throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(relay.http("/"))
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("Access-Control-Request-Method", "GET")
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers")).contains("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).isPresent();
    }

    @Test
    void thePageShowsHowToConnectAndWhatGoesOn() throws Exception {
        assertThat(get("/").body())
                .contains("<h1>Muster</h1>", "ws://relay.example", "1,234,567", "<dd>17</dd>", "30 hours")
                .doesNotContain("{{");
    }

    @Test
    void thePageLoadsNothingAndRunsNothing() throws Exception {
        HttpResponse<String> answer = get("/");
        String page = answer.body();
        String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(UTF_8)));

        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "style-src 'sha256-" + hash + "'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page).doesNotContain("<script", "style=", "@import", "url(").doesNotContainPattern(" on[a-z]+=");
    }

    @Test
    void whatTheOperatorWroteIsNoHtml() {
        var description =
                new Description("<b>\"Tom & Jerry\"</b>", "it's <script>", "mailto:\"onclick=x", Optional.empty(), "");
        var setting = new TestServer.Setting();
        Information plain = setting.pages().information().get();
        var information =
                new Information(description, plain.limits(), plain.access(), true, Optional.empty(), plain.version());

        String html =
                new LandingPage(information, setting.pages().figures().get(), URI.create("wss://r.example")).html();

        assertThat(html)
                .contains("&lt;b&gt;&quot;Tom &amp; Jerry&quot;&lt;/b&gt;", "it&#39;s &lt;script&gt;")
                .doesNotContain("<b>", "<script>", "\"onclick");
    }

    @Test
    void onlyTheHeadIsSentToWhoAsksForNoMore() throws Exception {
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(relay.http("/")).HEAD().build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isPositive();
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void thereIsNothingElse() throws Exception {
        assertThat(get("/favicon.ico").statusCode()).isEqualTo(404);
        assertThat(get("/", "X-Whatever", "x").statusCode()).isEqualTo(200);
        HttpResponse<String> posted = http.send(
                HttpRequest.newBuilder(relay.http("/"))
                        .POST(BodyPublishers.ofString("x".repeat(100_000)))
                        .build(),
                BodyHandlers.ofString());
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
    }

    @Test
    void healthIsOkOrSaysWhatIsWrong() throws Exception {
        assertThat(get("/healthz").statusCode()).isEqualTo(200);

        relay.setting.trouble = Optional.of("the disk is full");
        HttpResponse<String> answer = get("/healthz");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("the disk is full\n");
    }

    @Test
    void metricsAreShownToThisMachineOnly() throws Exception {
        assertThat(get("/metrics").body()).isEqualTo("muster_relay_connections 0\n");
        for (String header : new String[] {"X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"}) {
            assertThat(get("/metrics", header, "198.51.100.1").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void pagesAreNotConnections() throws Exception {
        relay.setting.connections = 0;
        relay.server.reload(relay.setting.listening(), relay.setting.limits());

        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(relay.server.connections()).isZero();
        assertThat(relay.echo.clients).isEmpty();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(relay.http(path));
        if (headers.length > 0) request.headers(headers);
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
