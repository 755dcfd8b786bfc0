package dev.muster.nostr.wrap;

import dev.muster.nostr.event.Event;

/// What was in a gift wrap.
public sealed interface Opened {
    /// A rumor in a signed seal (NIP-59).
    record Sealed(Message message) implements Opened {}

    /// A call (25050-25055), signed by its author and not sealed (NIP-AC): whoever sent it understands the
    /// same.
    record SignedCall(Event event) implements Opened {}

    /// A call (243xx) in BuildIt's unsigned seal. Its author is certain to us alone: only they and we know the
    /// key that it is encrypted with.
    record UnsignedCall(Message message) implements Opened {}

    /// Nothing: noise that BuildIt sends to itself so that traffic tells less. To be dropped.
    record CoverTraffic() implements Opened {}

    /// Nothing to be trusted.
    ///
    /// @param detail for a log: what was expected and what came, and nothing of what was written
    record Refused(Refusal reason, String detail) implements Opened {}
}
