package dev.muster.bench.report;

import dev.muster.bench.report.Target.AtMost;
import dev.muster.bench.report.Target.None;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// One thing that was measured.
public record Figure(String scenario, String what, double value, String unit, Target target) {
    /// How many times its goal it is.
    public OptionalDouble ratio() {
        return switch (target) {
            case None() -> OptionalDouble.empty();
            case AtMost(double goal, double _, String _) -> OptionalDouble.of(value / goal);
        };
    }

    public Verdict verdict() {
        return switch (target) {
            case None() -> Verdict.OPEN;
            case AtMost(double goal, double limit, String _) -> {
                if (value <= goal) yield Verdict.MET;
                yield value <= limit ? Verdict.GOOD_ENOUGH : Verdict.MISSED;
            }
        };
    }

    String words() {
        return number(value) + " " + unit;
    }

    /// Of figures from several runs the one in the middle, for each thing that was measured.
    public static List<Figure> medians(List<Figure> all) {
        var byName = new LinkedHashMap<String, List<Figure>>();
        for (Figure figure : all) {
            byName.computeIfAbsent(figure.scenario + "\n" + figure.what, _ -> new ArrayList<>())
                    .add(figure);
        }
        return byName.values().stream().map(Figure::median).toList();
    }

    /// Compared as ratios where there is a target: that may differ from run to run as the machine does.
    private static Figure median(List<Figure> same) {
        var sorted = new ArrayList<>(same);
        sorted.sort(Comparator.comparingDouble(figure -> figure.ratio().orElse(figure.value)));
        return sorted.get((sorted.size() - 1) / 2);
    }

    /// As many digits as mean something.
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) return String.format(Locale.ROOT, "%,.0f", value);
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }
}
