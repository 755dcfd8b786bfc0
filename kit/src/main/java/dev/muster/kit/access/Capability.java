package dev.muster.kit.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a token may open.
public enum Capability {
    /// Sending texts.
    SMS,
    /// Sending cards, where phones show them.
    RCS,
    /// Calls to and from telephones.
    PSTN,
    /// Seeing the whole number of who has called, which is written down each time.
    REVEAL,
    /// Hearing all recordings of calls.
    RECORDINGS;

    /// As people and programs write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The one of that word.
    ///
    /// @throws IllegalArgumentException if it is none, with those that there are
    public static Capability parse(String word) {
        return Arrays.stream(values())
                .filter(capability -> capability.word().equals(word.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a token opens "
                        + Arrays.stream(values()).map(Capability::word).collect(Collectors.joining(", "))
                        + ", and nothing else"));
    }
}
