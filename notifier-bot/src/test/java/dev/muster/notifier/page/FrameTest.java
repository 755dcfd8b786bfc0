package dev.muster.notifier.page;

import static dev.muster.notifier.page.Visit.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is the same about all pages.
@Timeout(60)
class FrameTest {
    private static final Pattern FILE = Pattern.compile("\"(/page/[a-z]+\\.[0-9a-f]{12}\\.[a-z]+)\"");

    @RegisterExtension
    final TestPages pages = TestPages.at(Instant.EPOCH);

    private final Visit visit = new Visit();

    @AfterEach
    void close() {
        visit.close();
    }

    @Test
    void filesAreNamedAfterTheirContentAndMayBeKept() throws Exception {
        List<String> files = FILE.matcher(
                        visit.get(pages.at("/conference/any?t=any")).body())
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(files).hasSize(3);
        for (String file : files) {
            HttpResponse<String> answer = visit.get(pages.at(file));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "cache-control")).contains("max-age=31536000", "immutable");
        }
        assertThat(visit.get(pages.at("/page/page.000000000000.css")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void theScriptIsForOldBrowsersAndSmall() {
        String script = new Resource("page.js").text().replaceAll("(?m)^ *//.*$", "");

        assertThat(script)
                .doesNotContainPattern("=>|\\b(let|const|class|async|await|import|export)\\b|`|\\?\\.|\\.\\.\\.");
        assertThat(script.length() + new Resource("page.css").text().length()).isLessThan(20_000);
    }

    @Test
    void theFrontPageSaysWhoTheBotIs() throws Exception {
        assertThat(visit.get(pages.at("/")).body())
                .contains("<h1>Notifier</h1>", "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg");
    }
}
