package dev.muster.notifier.session;

import dev.muster.kit.ledger.Reading;
import dev.muster.nostr.crypto.PublicKey;
import java.time.Duration;
import java.util.Optional;

/// Whether somebody with a key wants their link as a text too, and how long after it was sent they are to be texted if
/// they haven't opened it.
@FunctionalInterface
public interface TextWish {
    /// Empty if they want no texts.
    Optional<Duration> after(Reading reading, PublicKey person);
}
