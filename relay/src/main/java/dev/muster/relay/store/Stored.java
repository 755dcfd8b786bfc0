package dev.muster.relay.store;

import dev.muster.nostr.event.Event;

/// An event that has just been made durable, and its place in the order of arrival.
public record Stored(long sequence, Event event) {}
