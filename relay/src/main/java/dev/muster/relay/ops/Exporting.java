package dev.muster.relay.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.control.Operation.Listener;
import dev.muster.nostr.event.Filter;
import dev.muster.relay.store.EventStore;
import dev.muster.relay.store.StoredEvent;

/// Writes events out in the order in which they came, so that whoever takes them in comes to the same result.
final class Exporting {
    private static final int BETWEEN_SIGNS_OF_LIFE = 1_000;

    private final EventStore store;
    private final Listener listener;
    private final long upTo;
    private long written;

    Exporting(EventStore store, Listener listener) {
        this.store = store;
        this.listener = listener;
        this.upTo = store.lastCommitted();
    }

    /// @param filter as JSON
    long write(String filter) {
        store.forEachInOrder(Filter.parse(filter.getBytes(UTF_8)), upTo, this::write);
        listener.progress(upTo, upTo);
        return written;
    }

    private void write(StoredEvent event) {
        listener.line(event.json());
        if (++written % BETWEEN_SIGNS_OF_LIFE == 0) listener.progress(event.sequence(), upTo);
    }
}
