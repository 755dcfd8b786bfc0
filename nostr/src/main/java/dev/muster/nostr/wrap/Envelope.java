package dev.muster.nostr.wrap;

import dev.muster.nostr.crypto.PublicKey;
import java.util.Optional;
import java.util.function.Supplier;

/// A gift wrap of which the outer layer is off: who speaks is known, and what they say costs as much again to read.
///
/// @param author who has signed what is inside; of a call in an unsigned seal, who is said to have; empty if nothing in
/// it can be believed
/// @param rest reads it
public record Envelope(Optional<PublicKey> author, Supplier<Opened> rest) {
    static Envelope of(Opened opened) {
        return new Envelope(Optional.empty(), () -> opened);
    }

    /// Whatever a stranger sends, the answer is a value, never an exception.
    public Opened open() {
        return rest.get();
    }
}
