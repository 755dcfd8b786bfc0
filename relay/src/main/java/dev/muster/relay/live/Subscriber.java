package dev.muster.relay.live;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;

/// Takes the new events that match a subscription, on its client's thread.
public interface Subscriber {
    /// One that it has not had before.
    ///
    /// @param sequence its place in the order of arrival; [Live#NOT_STORED] if it is ephemeral
    /// @param json the event's JSON, shared by all who get it
    void receive(long sequence, Event event, byte[] json);

    /// Whether the client that subscribed has authenticated as this person.
    default boolean isOf(PublicKey person) {
        return false;
    }
}
