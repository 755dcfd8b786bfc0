package dev.muster.cli;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Somewhere that events are copied from and to: a file or a relay.
interface Place {
    /// What is done with an event that is there.
    interface Reader {
        void read(Event event) throws InterruptedException;
    }

    /// Hands over those of the events that are there, each once.
    void read(Set<EventId> ids, Reader reader) throws InterruptedException;

    /// Begins to take an event in; completes with what hindered it, if anything did.
    CompletableFuture<Optional<String>> take(Event event) throws InterruptedException;

    /// What its user calls it.
    @Override
    String toString();
}
