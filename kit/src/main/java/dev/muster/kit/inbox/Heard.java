package dev.muster.kit.inbox;

import dev.muster.kit.ledger.Change;
import dev.muster.nostr.event.Event;
import java.util.function.Consumer;

/// Something that is believed to have been said.
///
/// @param said the same whenever this is said again to the same key
record Heard(Event wrap, String said, long saidAt, Consumer<Change> decision) {}
