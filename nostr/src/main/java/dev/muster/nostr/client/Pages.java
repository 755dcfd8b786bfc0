package dev.muster.nostr.client;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;

/// Everything that a relay has stored for one filter, a page at a time from new to old: a relay sends no more than
/// so many events for one question (NIP-67).
///
/// The next page begins in the second where the last one ended, since more may be of that second. If that brought
/// nothing new it begins one second earlier: then either all of it was there already, or the relay has more events
/// of one second than it sends at once, and nobody could ask for them.
final class Pages {
    private final Filter filter;
    private long until;
    private long oldest = Long.MAX_VALUE;
    private boolean fresh;

    Pages(Filter filter) {
        this.filter = filter;
        this.until = filter.until();
    }

    /// What to ask for now.
    Filter page() {
        return filter.until(until);
    }

    /// Takes note of an event that has come for this page, unless it doesn't belong here.
    ///
    /// @param isNew whether it had not come before
    void note(Event event, boolean isNew) {
        if (!page().matches(event)) return;
        oldest = Math.min(oldest, event.createdAt());
        fresh |= isNew;
    }

    /// Whether there is another page to ask for, after the end of this one.
    ///
    /// @param complete whether the relay says that there is nothing more
    boolean turn(boolean complete) {
        if (complete || oldest == Long.MAX_VALUE) return false;
        until = fresh ? oldest : oldest - 1;
        oldest = Long.MAX_VALUE;
        fresh = false;
        return until >= filter.since();
    }
}
