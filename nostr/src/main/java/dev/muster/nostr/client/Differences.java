package dev.muster.nostr.client;

import dev.muster.nostr.event.EventId;
import java.util.List;

/// What a sync has found (NIP-77).
///
/// @param ours ids that we have and the relay lacks
/// @param theirs ids that the relay has and we lack
public record Differences(List<EventId> ours, List<EventId> theirs) {
    public Differences {
        ours = List.copyOf(ours);
        theirs = List.copyOf(theirs);
    }
}
