package dev.muster.relay.store;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A store for tests, with a clock that stands where it is put.
final class OpenStore implements AutoCloseable {
    static final long NOW = 1_700_000_000;

    final EventStore store;
    final List<Event> committed = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong now = new AtomicLong(NOW);

    OpenStore(Path folder) {
        this(folder, Keeping.DEFAULT);
    }

    OpenStore(Path folder, Keeping keeping) {
        this(folder, keeping, Library.JOURNAL_FILE);
    }

    /// @param journalFile how long the files of the journal get: with short ones, a test has many
    OpenStore(Path folder, Keeping keeping, int journalFile) {
        InstantSource clock = () -> Instant.ofEpochSecond(now.get());
        store = EventStore.open(
                folder, keeping, clock, stored -> stored.forEach(each -> committed.add(each.event())), journalFile);
    }

    void pass(long seconds) {
        now.addAndGet(seconds);
    }

    Outcome add(Event event) {
        return addAll(event).getFirst();
    }

    List<Outcome> addAll(Event... events) {
        return addAll(Arrays.asList(events));
    }

    /// Adds all of them at once, so that they may share a commit.
    List<Outcome> addAll(List<Event> events) {
        var outcomes = new ArrayList<CompletableFuture<Outcome>>();
        for (Event event : events) {
            var outcome = new CompletableFuture<Outcome>();
            outcomes.add(outcome);
            while (!store.add(event, outcome::complete))
                outcomes.getFirst().orTimeout(30, TimeUnit.SECONDS).join();
        }
        return outcomes.stream()
                .map(outcome -> outcome.orTimeout(30, TimeUnit.SECONDS).join())
                .toList();
    }

    List<EventId> find(Filter... filters) {
        return find(new Selection(Arrays.asList(filters), Set.of(), 10_000));
    }

    List<EventId> find(Selection... selections) {
        return find(store.lastCommitted(), selections);
    }

    List<EventId> find(long upTo, Selection... selections) {
        var ids = new ArrayList<EventId>();
        try (Scan scan = store.scan(Arrays.asList(selections), upTo)) {
            for (StoredEvent event = scan.next(); event != null; event = scan.next()) ids.add(event.id());
        }
        return ids;
    }

    boolean has(Event event) {
        return find(Filter.ALL.ids(List.of(event.id()))).size() == 1;
    }

    @Override
    public void close() {
        store.close();
    }
}
