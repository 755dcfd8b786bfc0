package dev.muster.relay.store;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps events and finds them again.
///
/// One thread writes. It takes whatever is waiting, decides each event in turn, writes all of them in one batch, syncs
/// it to disk, and only then says what became of them. Any number of threads read.
public final class EventStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStore.class);
    private static final int QUEUE = 16_384;
    private static final long QUEUED_BYTES = 64L << 20;
    private static final int BATCH = 512;

    /// Percent of a file.
    private static final int WORTH_SHRINKING = 30;

    private final Library library;
    private final Keeping keeping;
    private final InstantSource clock;
    private final Consumer<List<Stored>> committed;
    private final BlockingQueue<Work> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Object upkeep = new Object();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final Thread writer = Thread.ofPlatform().name("store-writer").unstarted(this::write);
    // Only touched by the writer.
    private boolean isFailing;

    private sealed interface Work {
        record Add(Event event, Receipt receipt) implements Work {}

        record Task(Runnable run) implements Work {}

        record Stop() implements Work {}
    }

    private EventStore(Library library, Keeping keeping, InstantSource clock, Consumer<List<Stored>> committed) {
        this.library = library;
        this.keeping = keeping;
        this.clock = clock;
        this.committed = committed;
    }

    /// Opens the store in that folder, or makes a new one.
    ///
    /// @param committed hears of every event once it is durable, on the writing thread, before its receipt
    /// @throws StoreFailure if the folder or what is in it can't be used
    public static EventStore open(Path folder, Keeping keeping, InstantSource clock, Consumer<List<Stored>> committed) {
        return open(folder, keeping, clock, committed, Library.JOURNAL_FILE);
    }

    static EventStore open(
            Path folder, Keeping keeping, InstantSource clock, Consumer<List<Stored>> committed, int journalFile) {
        Library library = Library.open(folder, keeping.cacheMegabytes(), journalFile);
        var store = new EventStore(library, keeping, clock, committed);
        for (Vanishing unfinished : Vanishing.unfinished(library, keeping)) unfinished.run();
        store.writer.start();
        return store;
    }

    /// Whether exactly this event is here, byte for byte: somebody who only knows its id learns nothing.
    public boolean holds(Event event) {
        return library.fact(Keys.id(event.id()))
                .map(value -> Bytes.int64(value, 0))
                .filter(sequence -> sequence != 0)
                .flatMap(library::event)
                .filter(stored -> stored.hasJson(event.json()))
                .isPresent();
    }

    /// Queues an event for the next commit. Whether it is welcome was judged before.
    ///
    /// @return false if too much is waiting already; then the receipt is never called
    public boolean add(Event event, Receipt receipt) {
        if (queuedBytes.get() > QUEUED_BYTES) return false;
        queuedBytes.addAndGet(event.jsonLength());
        if (queue.offer(new Work.Add(event, receipt))) return true;
        queuedBytes.addAndGet(-event.jsonLength());
        return false;
    }

    /// The newest event that is durable and that scans can see.
    public long lastCommitted() {
        return library.counters().lastSequence();
    }

    /// How many events there are.
    public long count() {
        return library.counters().count();
    }

    /// Finds the events that any of the selections asks for and that came in up to that sequence.
    public Scan scan(List<Selection> selections, long upTo) {
        return new Scan(() -> {
            var answers = new ArrayList<List<StoredEvent>>();
            boolean isCut = false;
            for (Selection selection : selections) {
                var search = new Search(library, selection.limit());
                answers.add(search.run(wanted(selection, upTo)));
                isCut |= search.isCut();
            }
            return Scan.together(answers, isCut);
        });
    }

    private List<Wanted> wanted(Selection selection, long upTo) {
        long now = clock.instant().getEpochSecond();
        return selection.anyOf().stream()
                .map(filter -> new Wanted(filter, selection.hidden(), library.hash(), upTo, now))
                .toList();
    }

    /// Visits every event that any of the selections asks for, once, in no particular order. Limits play no part.
    public void forEachId(List<Selection> selections, IdVisitor visitor) {
        List<Wanted> all = selections.stream()
                .flatMap(selection -> wanted(selection, lastCommitted()).stream())
                .toList();
        new Listing(library, visitor).run(all);
    }

    // Writing

    private void write() {
        var waiting = new ArrayList<Work>();
        try {
            while (true) {
                waiting.clear();
                waiting.add(queue.take());
                queue.drainTo(waiting, BATCH - 1);
                var batch = new ArrayList<Work.Add>();
                for (Work work : waiting) {
                    switch (work) {
                        case Work.Add add -> batch.add(add);
                        case Work.Task(Runnable run) -> {
                            commit(batch);
                            batch.clear();
                            run.run();
                        }
                        case Work.Stop() -> {
                            commit(batch);
                            return;
                        }
                    }
                }
                commit(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void commit(List<Work.Add> batch) {
        if (batch.isEmpty()) return;
        var outcomes = new ArrayList<Outcome>(batch.size());
        try {
            decide(batch, outcomes);
            isFailing = false;
        } catch (StoreFailure e) {
            if (!isFailing) LOG.error("Events are refused until the disk can be written again: {}", e.getMessage());
            isFailing = true;
            outcomes.clear();
            for (int i = 0; i < batch.size(); i++) outcomes.add(new Outcome.Failed());
        }
        var stored = new ArrayList<Stored>();
        for (int i = 0; i < batch.size(); i++) {
            Event event = batch.get(i).event();
            queuedBytes.addAndGet(-event.jsonLength());
            if (outcomes.get(i) instanceof Outcome.Stored(long sequence)) stored.add(new Stored(sequence, event));
        }
        if (!stored.isEmpty()) committed.accept(stored);
        for (int i = 0; i < batch.size(); i++) batch.get(i).receipt().decided(outcomes.get(i));
    }

    private void decide(List<Work.Add> batch, List<Outcome> outcomes) {
        long now = clock.instant().getEpochSecond();
        int next = 0;
        while (next < batch.size()) {
            var changes = new Changes(library);
            var rules = new Rules(changes, keeping, now);
            Vanishing vanishing = null;
            while (next < batch.size() && vanishing == null) {
                Event event = batch.get(next++).event();
                Outcome outcome = rules.decide(event);
                outcomes.add(outcome);
                if (event.kind() == Kind.REQUEST_TO_VANISH && outcome instanceof Outcome.Stored) {
                    vanishing = new Vanishing(library, keeping, event.author(), event.createdAt());
                }
            }
            changes.write();
            if (vanishing != null) vanishing.run();
        }
    }

    /// Runs something on the writing thread and waits for it.
    private <T> T onWriter(Supplier<T> work) {
        var result = new CompletableFuture<T>();
        try {
            queue.put(new Work.Task(() -> {
                try {
                    result.complete(work.get());
                } catch (RuntimeException e) {
                    result.completeExceptionally(e);
                }
            }));
            return result.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the event store", e);
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreFailure failure) throw failure;
            throw e;
        }
    }

    // Upkeep

    /// Takes away what has expired (NIP-40) and what has been kept long enough, and gives back its space where that is
    /// worth it. To be called every now and then; nothing expired is given out in the meantime either way.
    ///
    /// @return how many events went
    public int sweep() {
        int gone = onWriter(() -> new Sweep(library, keeping, clock.instant().getEpochSecond()).run());
        synchronized (upkeep) {
            library.shrink(WORTH_SHRINKING);
        }
        return gone;
    }

    /// Gives back all the space of what has gone, and makes reading faster.
    public void compact() {
        synchronized (upkeep) {
            library.shrink(0);
            library.compact();
        }
    }

    /// Copies the store into a new folder while it goes on working. The copy opens like the original.
    public void checkpoint(Path target) {
        synchronized (upkeep) {
            onWriter(() -> {
                library.checkpoint(target);
                return target;
            });
        }
    }

    /// Writes what is still waiting, then lets go of the files.
    @Override
    public void close() {
        try {
            queue.put(new Work.Stop());
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        library.close();
    }
}
