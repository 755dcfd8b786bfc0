package dev.muster.sms.thread;

/// How an answer fares, as far as an operator needs to know.
public enum Fate {
    /// It waits for its turn.
    QUEUED(0, ""),
    /// Perhaps it was taken; it isn't sent again.
    UNKNOWN(1, ""),
    /// The carrier has it.
    SENT(2, "✓"),
    FAILED(3, "✗"),
    BLOCKED(3, "✗"),
    /// The phone has it, whatever was believed before.
    DELIVERED(4, "✓✓");

    private final int rank;
    private final String mark;

    Fate(int rank, String mark) {
        this.rank = rank;
        this.mark = mark;
    }

    /// Carriers tell things twice, late, and in any order.
    boolean isNewsAfter(Fate before) {
        return rank > before.rank;
    }

    /// What is put on the answer; empty for nothing.
    String mark() {
        return mark;
    }
}
