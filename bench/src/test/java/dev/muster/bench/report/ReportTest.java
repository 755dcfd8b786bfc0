package dev.muster.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

@Timeout(10)
class ReportTest {
    private static final List<Figure> FIGURES = List.of(
            new Figure("queries", "kinds & since <100>", 6, "µs CPU", Target.atMost(3, "µs")),
            new Figure("idle", "resident", 70, "KiB", Target.atMost(16, "KiB")),
            new Figure("full-load", "events", 9_123.4, "/s", Target.none()));

    @Test
    void theTableHasARowForEveryFigure() {
        assertThat(Report.table(FIGURES)).isEqualTo("""
            | what | target | measured | of target | |
            |---|---|---|---|---|
            | queries: kinds & since <100> | ≤ 3 µs | 6 µs CPU | 2 | **missed** |
            | idle: resident | ≤ 16 KiB | 70 KiB | 4.38 | **missed** |
            | full-load: events |  | 9,123 /s |  |  |
            """);
    }

    @Test
    void theLinesAreForPrograms() {
        assertThat(Report.lines("strfry", FIGURES).lines())
                .startsWith("{\"relay\":\"strfry\",\"scenario\":\"queries\",\"what\":\"kinds & since"
                        + " <100>\",\"value\":6.0000,\"unit\":\"µs CPU\",\"target\":\"≤ 3"
                        + " µs\",\"ratio\":2.0000,\"verdict\":\"missed\"}")
                .endsWith("{\"relay\":\"strfry\",\"scenario\":\"full-load\",\"what\":\"events\",\"value\":9123.4000,"
                        + "\"unit\":\"/s\"}");
    }

    @Test
    void theChartHasABarForEveryTargetAndCutsOffTheLongOnes() throws Exception {
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Chart.of("a < b", FIGURES).getBytes(UTF_8)));
        var bars = svg.getElementsByTagName("rect");
        assertThat(bars.getLength()).isEqualTo(1 + 2);
        String twice = ((Element) bars.item(1)).getAttribute("width");
        String cutOff = ((Element) bars.item(2)).getAttribute("width");
        assertThat(cutOff).isEqualTo(twice);
        assertThat(svg.getDocumentElement().getTextContent())
                .contains("a < b", "kinds & since <100>", "70 KiB (4.4 ×), ≤ 16 KiB");
    }
}
