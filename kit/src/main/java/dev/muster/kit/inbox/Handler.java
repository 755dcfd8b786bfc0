package dev.muster.kit.inbox;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.wrap.Message;
import java.util.Set;

/// Decides what to do about what somebody said.
public interface Handler {
    /// Whether this is somebody whose word doesn't wait for that of strangers, when more comes than can be heard at
    /// once.
    default boolean isExpected(Reading reading, PublicKey author) {
        return true;
    }

    /// Hears a message whose author is certain.
    ///
    /// @param change what is decided here becomes durable together with the message's having been heard
    void message(Change change, Message message);

    /// Hears the same, when it speaks for several.
    ///
    /// @param to the one it was said to
    default void message(Change change, Message message, PublicKey to) {
        message(change, message);
    }

    /// Hears a signed call (25050-25055).
    default void call(Change change, Event call) {}

    /// Of which kinds it hears signed events too that name it in a tag `p` and are in no wrap.
    default Set<Integer> kinds() {
        return Set.of();
    }

    /// Hears such an event, whose signature was checked. What it says may be encrypted.
    default void event(Change change, Event event) {}
}
