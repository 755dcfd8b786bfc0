package dev.muster.relay.store;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

    private final Path folder;
    private final Library library;
    private final Keeping keeping;
    private final InstantSource clock;
    private final Consumer<List<Stored>> committed;
    private final BlockingQueue<Work> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Object upkeep = new Object();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final Thread writer = Thread.ofPlatform().name("store-writer").unstarted(this::write);
    private final LongAdder commits = new LongAdder();
    private final LongAdder commitNanos = new LongAdder();
    private volatile @Nullable Trouble trouble;
    private volatile boolean isClosing;

    /// Why nothing can be written, and since when.
    private record Trouble(String reason, Instant since) {}

    private sealed interface Work {
        record Add(Event event, Receipt receipt) implements Work {}

        record Task(Runnable run) implements Work {}

        record Stop() implements Work {}
    }

    private EventStore(
            Path folder, Library library, Keeping keeping, InstantSource clock, Consumer<List<Stored>> committed) {
        this.folder = folder;
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
        Library library = reading(folder, () -> Library.open(folder, keeping.cacheMegabytes(), journalFile));
        try {
            reading(folder, () -> finishVanishing(library, keeping));
        } catch (RuntimeException e) {
            library.close();
            throw e;
        }
        var store = new EventStore(folder, library, keeping, clock, committed);
        store.writer.start();
        return store;
    }

    /// Files are read where they lie in memory, so one that was cut short behind our back, or can't be read, shows only
    /// there.
    private static <T> T reading(Path folder, Supplier<T> work) {
        try {
            return work.get();
        } catch (IndexOutOfBoundsException | InternalError e) {
            throw Journal.unreadable(folder, e);
        }
    }

    /// Whether exactly this event is here, byte for byte: somebody who only knows its id learns nothing.
    public boolean holds(Event event) {
        return reading(
                folder,
                () -> library.fact(Keys.id(event.id()))
                        .map(value -> Bytes.int64(value, 0))
                        .filter(sequence -> sequence != 0)
                        .flatMap(library::event)
                        .filter(stored -> stored.hasJson(event.json()))
                        .isPresent());
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

    /// Shows what goes on in here.
    public void bindTo(MeterRegistry metrics) {
        Gauge.builder("muster.relay.events", this, EventStore::count)
                .description("Events that are kept")
                .register(metrics);
        Gauge.builder("muster.relay.store.waiting", queue, BlockingQueue::size)
                .description("Events that wait to be written")
                .register(metrics);
        FunctionTimer.builder("muster.relay.store.commit", commits, LongAdder::sum, _ -> commitNanos.sum(), NANOSECONDS)
                .description("Writing and syncing a batch of events")
                .register(metrics);
    }

    /// How much there is. Costs a look at every file.
    public Inventory inventory() {
        return library.inventory();
    }

    /// Why nothing can be written at the moment, and since when, for the admin; empty while all is well.
    public Optional<String> trouble() {
        Trouble now = trouble;
        if (now != null) return Optional.of(now.reason() + " (since " + now.since() + ")");
        if (writer.isAlive() || isClosing) return Optional.empty();
        return Optional.of("the event store in " + folder + " writes no more after an error, which the log explains;"
                + " restart the relay");
    }

    /// Finds the events that any of the selections asks for and that came in up to that sequence.
    public Scan scan(List<Selection> selections, long upTo) {
        return new Scan(() -> reading(folder, () -> find(selections, upTo)));
    }

    private Scan.Found find(List<Selection> selections, long upTo) {
        var answers = new ArrayList<List<StoredEvent>>();
        boolean isCut = false;
        for (Selection selection : selections) {
            var search = new Search(library, selection.limit());
            answers.add(search.run(wanted(selection, upTo)));
            isCut |= search.isCut();
        }
        return Scan.together(answers, isCut);
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
        var listing = new Listing(library, visitor);
        reading(folder, () -> {
            listing.run(all);
            return all;
        });
    }

    /// Visits every event that matches and that came in up to that sequence, in the order in which they came. Reads all
    /// there is: indexes are in another order.
    public void forEachInOrder(Filter filter, long upTo, Consumer<StoredEvent> visitor) {
        var wanted = new Wanted(
                filter, Set.of(), library.hash(), upTo, clock.instant().getEpochSecond());
        reading(folder, () -> {
            for (long sequence = 1; sequence <= upTo; sequence++) {
                library.event(sequence)
                        .filter(wanted::matches)
                        .filter(library::isHere)
                        .ifPresent(visitor);
            }
            return wanted;
        });
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
        List<Work.Add> rest = batch;
        while (!rest.isEmpty()) {
            List<Outcome> outcomes = decide(rest);
            tell(rest, outcomes);
            rest = rest.subList(outcomes.size(), rest.size());
        }
    }

    /// Decides events and makes that durable, up to the first request to vanish: that is carried out before anything
    /// else.
    private List<Outcome> decide(List<Work.Add> batch) {
        var outcomes = new ArrayList<Outcome>(batch.size());
        try {
            long start = System.nanoTime();
            Optional<Vanishing> vanishing = attempt(() -> decide(batch, outcomes));
            commitNanos.add(System.nanoTime() - start);
            commits.increment();
            vanishing.ifPresent(this::carryOut);
        } catch (StoreFailure e) {
            // It was logged when it began.
            outcomes.clear();
        } catch (RuntimeException e) {
            // A fault of ours: that these events fail is better than that no other is ever written.
            LOG.error("events could not be stored", e);
            outcomes.clear();
        }
        if (outcomes.isEmpty()) batch.forEach(_ -> outcomes.add(new Outcome.Failed()));
        return outcomes;
    }

    private Optional<Vanishing> decide(List<Work.Add> batch, List<Outcome> outcomes) {
        var changes = new Changes(library);
        var rules = new Rules(changes, keeping, clock.instant().getEpochSecond());
        Optional<Vanishing> vanishing = Optional.empty();
        for (Work.Add add : batch) {
            Event event = add.event();
            Outcome outcome = rules.decide(event);
            outcomes.add(outcome);
            if (event.kind() == Kind.REQUEST_TO_VANISH && outcome instanceof Outcome.Stored) {
                vanishing = Optional.of(new Vanishing(library, keeping, event.author(), event.createdAt()));
                break;
            }
        }
        changes.write();
        return vanishing;
    }

    /// The request is on record already, so what fails here is done by a later sweep.
    private void carryOut(Vanishing vanishing) {
        try {
            attempt(() -> {
                vanishing.run();
                return vanishing;
            });
        } catch (StoreFailure e) {
            LOG.warn("a request to vanish is carried out later: {}", e.getMessage());
        }
    }

    private void tell(List<Work.Add> batch, List<Outcome> outcomes) {
        var stored = new ArrayList<Stored>();
        for (int i = 0; i < outcomes.size(); i++) {
            Event event = batch.get(i).event();
            queuedBytes.addAndGet(-event.jsonLength());
            if (outcomes.get(i) instanceof Outcome.Stored(long sequence)) stored.add(new Stored(sequence, event));
        }
        if (!stored.isEmpty()) tell(() -> committed.accept(stored));
        for (int i = 0; i < outcomes.size(); i++) {
            Receipt receipt = batch.get(i).receipt();
            Outcome outcome = outcomes.get(i);
            tell(() -> receipt.decided(outcome));
        }
    }

    /// Whoever hears of a commit must not stop the next.
    private static void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            LOG.error("what listens to the event store failed", e);
        }
    }

    /// Does something that writes, on the writing thread, and takes note of whether it can be done.
    private <T> T attempt(Supplier<T> work) {
        try {
            T result = reading(folder, work);
            if (trouble != null) LOG.info("events can be written again in {}", folder);
            trouble = null;
            return result;
        } catch (StoreFailure e) {
            if (trouble == null) {
                trouble = new Trouble(String.valueOf(e.getMessage()), clock.instant());
                LOG.error("events are refused until they can be written again: {}", e.getMessage());
            }
            throw e;
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

    /// Takes one event away, if it is here. It may come in again.
    public void remove(EventId id) {
        onWriter(() -> attempt(() -> {
            var changes = new Changes(library);
            var rules = new Rules(changes, keeping, clock.instant().getEpochSecond());
            long sequence = changes.sequence(id);
            if (sequence != 0) changes.event(sequence).ifPresent(rules::remove);
            changes.write();
            return changes;
        }));
    }

    /// Takes away what has expired (NIP-40) and what has been kept long enough, and gives back its space where that is
    /// worth it. To be called every now and then; nothing expired is given out in the meantime either way.
    ///
    /// @return how many events went
    public int sweep() {
        onWriter(() -> attempt(() -> {
            // Nobody may publish for a long time: whether that is possible again is found out here.
            if (trouble != null) library.tryAgain();
            return finishVanishing(library, keeping);
        }));
        int gone = 0;
        for (int more = 1; more > 0; gone += more) {
            var sweep = new Sweep(library, keeping, clock.instant().getEpochSecond());
            more = onWriter(() -> attempt(sweep::step));
        }
        shrink(WORTH_SHRINKING);
        return gone;
    }

    private static Library finishVanishing(Library library, Keeping keeping) {
        for (Vanishing unfinished : Vanishing.unfinished(library, keeping)) unfinished.run();
        return library;
    }

    private void shrink(int least) {
        synchronized (upkeep) {
            reading(folder, () -> {
                library.shrink(least, this::runOnWriter);
                return library;
            });
        }
    }

    private void runOnWriter(Runnable work) {
        onWriter(() -> {
            work.run();
            return work;
        });
    }

    /// Gives back all the space of what has gone, and makes reading faster.
    public void compact() {
        synchronized (upkeep) {
            shrink(0);
            library.compact();
        }
    }

    /// Copies the store into a new folder while it goes on working. The copy opens like the original.
    public void checkpoint(Path target) {
        synchronized (upkeep) {
            List<Segment> files = onWriter(() -> library.copyIndex(target));
            Library.linkEvents(target, files);
        }
    }

    /// Writes what is still waiting, then lets go of the files.
    @Override
    public void close() {
        isClosing = true;
        try {
            queue.put(new Work.Stop());
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            library.close();
        } catch (StoreFailure e) {
            // Nothing is lost: what the index lacks is made good at the next start.
            LOG.warn("the event store was not closed properly: {}", e.getMessage());
        }
    }
}
