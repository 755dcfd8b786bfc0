package dev.muster.nostr.client;

import dev.muster.nostr.event.Event;

/// What a subscription brings.
public sealed interface Incoming {
    /// An event that matches; its id and signature are true. Before [EndOfStored] it was stored, after it is new.
    record Arrived(Event event) implements Incoming {}

    /// What was stored has been sent. Comes once, at whatever reconnects.
    ///
    /// @param complete whether the relay says that this was all (NIP-67); if not, there may be more
    record EndOfStored(boolean complete) implements Incoming {}

    /// Nothing more will come: the relay's words (`auth-required: …`), or ours.
    record Ended(String reason) implements Incoming {}
}
