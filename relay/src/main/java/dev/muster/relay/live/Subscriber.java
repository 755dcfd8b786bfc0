package dev.muster.relay.live;

import dev.muster.nostr.event.Event;

/// Takes the new events that match a subscription, on its client's thread.
@FunctionalInterface
public interface Subscriber {
    /// One that it has not had before.
    ///
    /// @param sequence its place in the order of arrival; [Live#NOT_STORED] if it is ephemeral
    /// @param json the event's JSON, shared by all who get it
    void receive(long sequence, Event event, byte[] json);
}
