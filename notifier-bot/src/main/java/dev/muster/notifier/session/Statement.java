package dev.muster.notifier.session;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import java.time.Instant;

/// By whom something was said, and how.
///
/// @param id of the rumor or the event
/// @param at when, by the speaker's clock, and never in the future
/// @param isPrivate in a message to us, not for everybody to see
record Statement(PublicKey author, EventId id, Instant at, boolean isPrivate) {}
