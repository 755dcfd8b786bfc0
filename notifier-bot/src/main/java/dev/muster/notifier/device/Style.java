package dev.muster.notifier.device;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What an app calls the fields of a ring.
public enum Style {
    /// `callId`, `callerName`, `handle`, `hasVideo`: CallBundle.
    CAMEL,
    /// `caller_name`, `phone`, `has_video`: what CallBundle reads too.
    SNAKE,
    /// `call_id`, `caller`, `caller_number`, `sip_uri` and an alert, besides those of CallBundle.
    SEED003;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Style> of(String word) {
        return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
