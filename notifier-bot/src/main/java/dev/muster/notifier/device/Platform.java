package dev.muster.notifier.device;

import java.util.Optional;
import java.util.stream.Stream;

/// By what a device is reached.
public enum Platform {
    /// Apple's pushes that ring, and nothing else: whoever sends one without a call has the app killed.
    APNS_VOIP("apns-voip"),
    /// Apple's pushes that are shown, or wake the app unseen.
    APNS("apns"),
    /// Google's.
    FCM("fcm"),
    /// A browser's (RFC 8030).
    WEBPUSH("webpush"),
    /// Whatever its owner has chosen, such as ntfy.
    UNIFIEDPUSH("unifiedpush");

    private final String word;

    Platform(String word) {
        this.word = word;
    }

    /// What registrations call it.
    public String word() {
        return word;
    }

    public static Optional<Platform> of(String word) {
        return Stream.of(values())
                .filter(platform -> platform.word.equals(word))
                .findFirst();
    }

    public boolean isApple() {
        return this == APNS_VOIP || this == APNS;
    }

    /// Whether its address is a URL that its owner has given.
    public boolean isWeb() {
        return this == WEBPUSH || this == UNIFIEDPUSH;
    }
}
