package dev.muster.notifier.page;

import static dev.muster.notifier.page.Visit.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The pages as most groups have them: over HTTPS, perhaps beneath something else.
@Timeout(60)
class PagesBehindAProxyTest {
    @RegisterExtension
    final TestPages pages =
            TestPages.at(Instant.parse("2026-01-01T16:12:00Z")).behind(URI.create("https://example.org/muster/"));

    private final Visit visit = new Visit();

    @AfterEach
    void close() {
        visit.close();
    }

    @Test
    void theCookieStaysWithinHttpsAndAllPathsAreTheProxys() throws Exception {
        String room = pages.training();
        String token = pages.sessions().issued(room);

        HttpResponse<String> page = visit.get(pages.link(room, token));
        HttpResponse<String> joined = visit.post(pages.at("/conference/" + room + "/join"), "t=" + token);

        assertThat(header(page, "content-security-policy")).contains("form-action 'self' https:;");
        assertThat(page.body())
                .contains("href=\"/muster/page/page.", "action=\"/muster/conference/" + room + "/join\"");
        assertThat(header(joined, "set-cookie"))
                .contains("; Path=/muster/conference/" + room + ";")
                .endsWith("; Secure");
    }
}
