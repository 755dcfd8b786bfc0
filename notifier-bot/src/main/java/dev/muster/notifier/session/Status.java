package dev.muster.notifier.session;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How far a session is (NIP-53 calls the first three so).
enum Status {
    PLANNED,
    LIVE,
    ENDED,
    CANCELLED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Status> of(String word) {
        return Stream.of(values()).filter(status -> status.word().equals(word)).findFirst();
    }

    boolean isOver() {
        return this == ENDED || this == CANCELLED;
    }
}
