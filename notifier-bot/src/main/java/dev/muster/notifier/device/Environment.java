package dev.muster.notifier.device;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// For which of Apple's two worlds a token was made.
public enum Environment {
    PRODUCTION,
    SANDBOX;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Environment> of(String word) {
        return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    public Environment other() {
        return this == PRODUCTION ? SANDBOX : PRODUCTION;
    }
}
