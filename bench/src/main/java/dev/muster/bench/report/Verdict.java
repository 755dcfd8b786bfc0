package dev.muster.bench.report;

/// Whether a figure is what it should be.
public enum Verdict {
    MET("met"),
    GOOD_ENOUGH("good enough"),
    MISSED("**missed**"),
    /// Nobody said what it should be.
    OPEN("");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
