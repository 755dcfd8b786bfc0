package dev.muster.nostr.client;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// How far a subscription has come, and what to ask for on the next connection so that nothing is missing.
///
/// After everything stored has come, what can be missing was stored while we were away. It mostly was made then
/// too, so it is enough to ask from [#OVERLAP] before the newest event that came, or before we last heard from the
/// relay, whichever is earlier (an event may claim to be of the future). What comes again by that is known by its
/// id.
///
/// Gift wraps are back-dated by up to two days (NIP-59), and by more when their sender was offline: their time says
/// nothing about when they were stored. So a filter that may match them keeps the `since` it had. If it had a
/// `limit`, or the relay didn't say that it sent all (NIP-67), that would bring what was never asked for or sent;
/// there it is enough to go [#BACK_DATING] further back than the oldest event that came.
final class Progress {
    static final Duration OVERLAP = Duration.ofMinutes(10);
    static final Duration BACK_DATING = Duration.ofDays(3);

    private final InstantSource clock;
    private final List<Filter> filters;
    private List<Filter> next;
    private boolean caughtUp;
    private boolean resuming;
    private boolean complete;
    private long newest = -1;
    private long oldest = Long.MAX_VALUE;
    private long oldestStored = -1;

    Progress(List<Filter> filters, InstantSource clock) {
        this.clock = clock;
        this.filters = filters;
        this.next = filters;
    }

    /// What to ask for on a new connection.
    List<Filter> next() {
        return next;
    }

    void delivered(Event event) {
        newest = Math.max(newest, event.createdAt());
        oldest = Math.min(oldest, event.createdAt());
    }

    /// Whether this is not the first connection on which what was stored has come.
    boolean isResuming() {
        return resuming;
    }

    /// What was stored has come.
    ///
    /// @param all whether the relay says that it was everything
    void caughtUp(boolean all) {
        if (oldestStored < 0) {
            oldestStored = Math.min(oldest, clock.instant().getEpochSecond());
            complete = all;
        }
        caughtUp = true;
    }

    /// The connection is lost. If that was while catching up, that begins again from where it began.
    ///
    /// @param silence how long ago we last heard from the relay
    void interrupted(Duration silence) {
        if (!caughtUp) return;
        Instant lastHeard = clock.instant().minus(silence);
        caughtUp = false;
        resuming = true;
        next = filters.stream().map(filter -> next(filter, lastHeard)).toList();
    }

    private Filter next(Filter filter, Instant lastHeard) {
        boolean limited = filter.limit().isPresent() || !complete;
        long since;
        if (mayMatchGiftWraps(filter)) {
            since = limited ? oldestStored - BACK_DATING.toSeconds() : 0;
        } else if (newest >= 0) {
            since = Math.min(newest, lastHeard.getEpochSecond()) - OVERLAP.toSeconds();
        } else {
            since = limited ? oldestStored - OVERLAP.toSeconds() : 0;
        }
        return unlimited(filter).since(Math.max(since, filter.since()));
    }

    private static boolean mayMatchGiftWraps(Filter filter) {
        return filter.kinds().isEmpty() || filter.kinds().contains(Kind.GIFT_WRAP);
    }

    /// A limit is for what is stored when one begins; here it could cut off what is missing.
    private static Filter unlimited(Filter filter) {
        if (filter.limit().isEmpty()) return filter;
        Filter unlimited = Filter.ALL.since(filter.since()).until(filter.until());
        if (!filter.ids().isEmpty()) unlimited = unlimited.ids(filter.ids());
        if (!filter.authors().isEmpty()) unlimited = unlimited.authors(filter.authors());
        if (!filter.kinds().isEmpty()) {
            unlimited = unlimited.kinds(
                    filter.kinds().stream().mapToInt(Integer::intValue).toArray());
        }
        for (var tag : filter.tags().entrySet()) unlimited = unlimited.tagged(tag.getKey(), tag.getValue());
        return unlimited;
    }
}
