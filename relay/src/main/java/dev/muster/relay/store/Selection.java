package dev.muster.relay.store;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import java.util.List;
import java.util.Set;

/// What one filter of a client comes to once it is known what that client may see: events that match any of
/// these filters, the newest `limit` of them (`created_at` descending, then id ascending).
///
/// A filter that names no kinds means every kind but the `hidden` ones; a hidden kind is found only where it is named.
public record Selection(List<Filter> anyOf, Set<Integer> hidden, int limit) {
    public Selection {
        anyOf = List.copyOf(anyOf);
        hidden = Set.copyOf(hidden);
        if (limit < 0) throw new IllegalArgumentException("a limit can't be negative: " + limit);
    }

    /// Whether the event is one of those asked for. The limit plays no part in it.
    public boolean matches(Event event) {
        boolean isHidden = hidden.contains(event.kind());
        for (Filter filter : anyOf) {
            if (isHidden && filter.kinds().isEmpty()) continue;
            if (filter.matches(event)) return true;
        }
        return false;
    }
}
