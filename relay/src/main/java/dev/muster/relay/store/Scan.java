package dev.muster.relay.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The stored events that were asked for, newest first, each of them once. Used by one thread at a time.
public final class Scan implements AutoCloseable {
    private static final int BYTES_PER_EVENT = 64;

    private final Supplier<Found> search;
    private @Nullable Found found;
    private int at;

    Scan(Supplier<Found> search) {
        this.search = search;
    }

    record Found(List<StoredEvent> events, boolean isCut) {}

    static Found together(List<List<StoredEvent>> answers, boolean isCut) {
        if (answers.size() == 1) return new Found(answers.getFirst(), isCut);
        var all = new ArrayList<StoredEvent>();
        answers.forEach(all::addAll);
        all.sort(Search.NEWEST_FIRST);
        var distinct = new ArrayList<StoredEvent>(all.size());
        for (StoredEvent event : all) {
            if (distinct.isEmpty() || distinct.getLast().sequence() != event.sequence()) distinct.add(event);
        }
        return new Found(distinct, isCut);
    }

    /// The next event; null after the last. The first call does the search.
    public @Nullable StoredEvent next() {
        Found all = found;
        if (all == null) found = all = search.get();
        return at < all.events().size() ? all.events().get(at++) : null;
    }

    /// How much memory it takes to know which events are still to be given; they themselves stay on disk until then.
    public long bytesLeft() {
        Found all = found;
        return all == null ? 0 : (long) BYTES_PER_EVENT * (all.events().size() - at);
    }

    /// After the last event: whether it was the last indeed, and no limit cut anything off.
    public boolean isComplete() {
        Found all = found;
        return all != null && at == all.events().size() && !all.isCut();
    }

    @Override
    public void close() {
        at = 0;
        found = new Found(List.of(), true);
    }
}
