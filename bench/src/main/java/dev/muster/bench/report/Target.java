package dev.muster.bench.report;

import java.util.Locale;

/// What a figure should come to.
public sealed interface Target {
    /// What a verification takes, in microseconds, on an idle machine of the kind that targets were set on.
    double REFERENCE = 32;

    /// Nothing: the figure is there to explain others.
    record None() implements Target {}

    /// At most so much; what lies between `goal` and `limit` is good enough.
    record AtMost(double goal, double limit, String words) implements Target {}

    static Target none() {
        return new None();
    }

    static Target atMost(double limit, String unit) {
        return new AtMost(limit, limit, "≤ " + Figure.number(limit) + " " + unit);
    }

    /// At most so many microseconds of CPU, on a machine where a verification takes 32 of them; on a slower
    /// one, here and now, as much more.
    ///
    /// @param verification in microseconds
    static Target cpu(double micros, double verification) {
        String words = String.format(
                Locale.ROOT, "≤ %s µs at 32 µs a verification (here %.0f)", Figure.number(micros), verification);
        double limit = micros * verification / REFERENCE;
        return new AtMost(limit, limit, words);
    }

    /// At most so many times what one verification of a signature takes here and now.
    ///
    /// @param verification in microseconds
    static Target verifications(double goal, double limit, double verification) {
        String words = String.format(Locale.ROOT, "≤ %.0f (%.0f) verifications of %.1f µs", goal, limit, verification);
        return new AtMost(goal * verification, limit * verification, words);
    }
}
