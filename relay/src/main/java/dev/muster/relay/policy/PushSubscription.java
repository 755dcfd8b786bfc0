package dev.muster.relay.policy;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.relay.store.Selection;
import java.net.URI;
import java.util.List;

/// What somebody asks to be told of elsewhere (NIP-9a).
///
/// @param id of the event that says so
/// @param name by which its author tells it from others of theirs
/// @param wanted cut to what its author may see
/// @param includesEvent whether the whole event is told, and not only its id
/// @param onlyOffline whether only what its author doesn't get here anyway
/// @param until when it expires, in seconds since 1970; [Long#MAX_VALUE] for never
public record PushSubscription(
        EventId id,
        PublicKey author,
        String name,
        URI callback,
        List<Selection> wanted,
        List<Filter> ignored,
        boolean includesEvent,
        boolean onlyOffline,
        long until) {
    public PushSubscription {
        wanted = List.copyOf(wanted);
        ignored = List.copyOf(ignored);
    }

    /// Whether it was said to leave this out, although it matches.
    public boolean ignores(Event event) {
        return ignored.stream().anyMatch(filter -> filter.matches(event));
    }
}
