package dev.muster.notifier.page;

import dev.muster.nostr.crypto.PublicKey;
import java.time.Instant;
import java.util.Optional;

/// What the pages ask about certificates.
interface Certificates {
    Optional<Certificate> find(String code);

    record Certificate(
            String code,
            String title,
            PublicKey person,
            Instant earned,
            Optional<Instant> expires,
            Optional<Instant> revoked) {}
}
