package dev.muster.bench.report;

import java.util.List;
import java.util.Locale;

/// A chart in SVG: a bar for every figure that has a target, as long as the figure is in terms of it.
public final class Chart {
    private static final int LABELS = 430;
    private static final int BARS = 320;
    private static final int WORDS = 350;
    private static final int ROW = 26;
    private static final int TOP = 64;
    private static final int BOTTOM = 24;

    /// Where the axis ends; a longer bar is cut off, and says how long it would be.
    private static final double MOST = 2;

    private Chart() {}

    public static String of(String title, List<Figure> figures) {
        List<Figure> rows = figures.stream().filter(f -> f.ratio().isPresent()).toList();
        int width = LABELS + BARS + WORDS;
        int height = TOP + rows.size() * ROW + BOTTOM;
        var svg = new StringBuilder();
        svg.append("""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif" font-size="13">
            <rect width="100%%" height="100%%" fill="#ffffff"/>
            <text x="12" y="26" font-size="17" font-weight="bold" fill="#1a1a1a">%s</text>
            """.formatted(width, height, width, height, escaped(title)));
        axis(svg, rows.size());
        for (int i = 0; i < rows.size(); i++) row(svg, rows.get(i), TOP + i * ROW);
        // The target's line lies over the bars.
        line(svg, 1, rows.size(), "#1a1a1a");
        return svg.append("</svg>\n").toString();
    }

    private static void axis(StringBuilder svg, int rows) {
        for (double at = 0; at <= MOST; at += 0.5) {
            line(svg, at, rows, "#d0d0d0");
            String label = at == 1 ? "target" : at == 0 ? "0" : Figure.number(at) + " ×";
            text(svg, x(at), TOP - 10, "middle", at == 1 ? "#1a1a1a" : "#666666", label);
        }
    }

    private static void line(StringBuilder svg, double at, int rows, String colour) {
        svg.append("<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"%s\"/>\n"
                .formatted(x(at), x(at), TOP - 4, TOP + rows * ROW, colour));
    }

    private static void row(StringBuilder svg, Figure figure, int y) {
        double ratio = figure.ratio().orElse(0);
        int length = Math.max(1, x(Math.min(ratio, MOST)) - x(0));
        text(svg, LABELS - 10, y + 17, "end", "#1a1a1a", figure.scenario() + ": " + figure.what());
        svg.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n"
                .formatted(x(0), y + 4, length, ROW - 8, colour(figure.verdict())));
        String times = ratio > MOST ? String.format(Locale.ROOT, " (%.1f ×)", ratio) : "";
        text(svg, x(MOST) + 12, y + 17, "start", "#1a1a1a", figure.words() + times + ", " + Report.target(figure));
    }

    private static int x(double ratio) {
        return LABELS + (int) Math.round(ratio / MOST * BARS);
    }

    private static String colour(Verdict verdict) {
        return switch (verdict) {
            case MET -> "#2a9d8f";
            case GOOD_ENOUGH -> "#e9b44c";
            case MISSED -> "#d1495b";
            case OPEN -> "#999999";
        };
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String colour, String text) {
        svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n"
                .formatted(x, y, anchor, colour, escaped(text)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
