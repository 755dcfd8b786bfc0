package dev.muster.notifier.session;

import java.util.Locale;
import java.util.Optional;

/// Whether somebody comes.
enum Reply {
    ACCEPTED,
    TENTATIVE,
    DECLINED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What NIP-52, BuildIt and people write.
    static Optional<Reply> of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "accepted", "going", "confirmed", "yes", "y", "yes!", "sí", "si", "oui", "ja", "ano" ->
                Optional.of(ACCEPTED);
            case "tentative", "maybe", "quizás", "peut-être", "vielleicht", "možná" -> Optional.of(TENTATIVE);
            case "declined", "not_going", "no", "n", "no!", "non", "nein", "ne" -> Optional.of(DECLINED);
            default -> Optional.empty();
        };
    }

    boolean isComing() {
        return this != DECLINED;
    }
}
