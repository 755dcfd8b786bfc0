package dev.muster.sms.thread;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a thread stands, in BuildIt's words.
enum State {
    /// Nobody has it.
    UNASSIGNED,
    /// Somebody has it, and hasn't answered yet.
    ASSIGNED,
    /// They have texted since they were answered.
    ACTIVE,
    /// They were answered.
    WAITING,
    RESOLVED,
    ARCHIVED;

    boolean isOver() {
        return this == RESOLVED || this == ARCHIVED;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<State> of(String word) {
        return Stream.of(values()).filter(state -> state.word().equals(word)).findFirst();
    }
}
