package dev.muster.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.json.JsonWriter;
import java.util.List;
import java.util.Locale;

/// The figures as text.
public final class Report {
    private Report() {}

    /// A table in Markdown.
    public static String table(List<Figure> figures) {
        var table = new StringBuilder("| what | target | measured | of target | |\n|---|---|---|---|---|\n");
        for (Figure figure : figures) {
            String ratio =
                    figure.ratio().isEmpty() ? "" : Figure.number(figure.ratio().getAsDouble());
            table.append("| %s: %s | %s | %s | %s | %s |\n"
                    .formatted(
                            figure.scenario(),
                            figure.what(),
                            target(figure),
                            figure.words(),
                            ratio,
                            figure.verdict().words()));
        }
        return table.toString();
    }

    static String target(Figure figure) {
        return switch (figure.target()) {
            case Target.None() -> "";
            case Target.AtMost(double _, double _, String words) -> words;
        };
    }

    /// One line of JSON for each figure.
    ///
    /// @param title what was measured
    public static String lines(String title, List<Figure> figures) {
        var lines = new StringBuilder();
        for (Figure figure : figures) lines.append(line(title, figure)).append('\n');
        return lines.toString();
    }

    private static String line(String title, Figure figure) {
        var json = new JsonWriter();
        json.raw("{\"relay\":").string(title);
        json.raw(",\"scenario\":").string(figure.scenario());
        json.raw(",\"what\":").string(figure.what());
        json.raw(",\"value\":").raw(decimal(figure.value()));
        json.raw(",\"unit\":").string(figure.unit());
        if (figure.ratio().isPresent()) {
            json.raw(",\"target\":").string(target(figure));
            json.raw(",\"ratio\":").raw(decimal(figure.ratio().getAsDouble()));
            json.raw(",\"verdict\":").string(figure.verdict().name().toLowerCase(Locale.ROOT));
        }
        return new String(json.raw("}").toByteArray(), UTF_8);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
