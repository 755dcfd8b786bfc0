package dev.muster.kit.inbox;

import dev.muster.kit.ledger.Change;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.wrap.Message;

/// Decides what to do about what somebody said.
public interface Handler {
    /// Hears a message whose author is certain.
    ///
    /// @param change what is decided here becomes durable together with the message's having been heard
    void message(Change change, Message message);

    /// Hears a signed call (25050-25055).
    default void call(Change change, Event call) {}
}
