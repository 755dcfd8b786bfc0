package dev.muster.notifier.session;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Tag;
import java.time.Instant;
import java.util.Optional;

/// That somebody was at a session, long enough.
///
/// @param code by which others can find out whether it is true
public record Certificate(
        String code,
        String title,
        PublicKey person,
        PublicKey organizer,
        Instant earned,
        Optional<Instant> expires,
        Optional<Instant> revoked) {
    public boolean isValid(Instant now) {
        return revoked.isEmpty() && expires.filter(end -> !end.isAfter(now)).isEmpty();
    }

    Certificate revokedAt(Instant now) {
        return new Certificate(code, title, person, organizer, earned, expires, Optional.of(now));
    }

    /// For programs.
    Tag tag() {
        return Tag.of(
                "certificate",
                code,
                title,
                Long.toString(earned.getEpochSecond()),
                expires.map(at -> Long.toString(at.getEpochSecond())).orElse(""));
    }
}
