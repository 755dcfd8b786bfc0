package dev.muster.relay.sync;

import dev.muster.nostr.message.RelayMessage;
import dev.muster.nostr.message.RelayMessage.SyncError;
import dev.muster.nostr.message.RelayMessage.SyncMessage;
import dev.muster.nostr.message.SubscriptionId;
import dev.muster.nostr.negentropy.NegentropyServer;
import dev.muster.nostr.negentropy.RecordArray;
import dev.muster.relay.policy.Limits;
import dev.muster.relay.store.EventStore;
import dev.muster.relay.store.Selection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The comparisons that one connection has open. What each compares is what was stored when it was opened.
///
/// Belongs to the client's thread; records are listed and compared on the reading threads.
public final class Syncs {
    /// The most bytes of an answer, twice as many in hex: below what other relays and clients take in one message.
    private static final int FRAME_LIMIT = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(Syncs.class);

    /// So many records, at 42 bytes each, may all connections together have open.
    private static final long MOST_RECORDS = 5_000_000;

    private final Surroundings surroundings;
    private final Consumer<RelayMessage> say;
    private final Map<SubscriptionId, Sync> open = new HashMap<>(0);

    /// Where comparisons happen.
    ///
    /// @param readers threads that may wait for a disk
    /// @param client the client's own thread
    /// @param records how many are open, of all connections
    public record Surroundings(
            EventStore store, Executor readers, Executor client, ScheduledExecutorService timer, AtomicLong records) {}

    private static final class Sync {
        final Limits limits;

        @Nullable
        NegentropyServer server;

        int records;
        boolean busy;
        int messages;

        Sync(Limits limits) {
            this.limits = limits;
        }
    }

    public Syncs(Surroundings surroundings, Consumer<RelayMessage> say) {
        this.surroundings = surroundings;
        this.say = say;
    }

    /// `NEG-OPEN`. One that is open under the same id ends.
    public void open(SubscriptionId id, List<Selection> selections, byte[] first, Limits limits) {
        close(id);
        if (open.size() >= limits.syncs()) {
            refuse(id, "blocked: a connection may have " + limits.syncs() + " syncs open here; close one first");
            return;
        }
        var sync = new Sync(limits);
        open.put(id, sync);
        answer(id, sync, () -> {
            RecordArray records = records(selections, limits.syncEvents());
            if (records == null) return tooBig(id, limits.syncEvents());
            sync.records = records.size();
            if (surroundings.records().addAndGet(sync.records) > MOST_RECORDS) {
                return new SyncError(
                        id, "rate-limited: too much is being compared, try again later", OptionalLong.empty());
            }
            var server = new NegentropyServer(records, FRAME_LIMIT);
            sync.server = server;
            return reconciled(id, server, first);
        });
    }

    /// `NEG-MSG`.
    public void hear(SubscriptionId id, byte[] message) {
        Sync sync = open.get(id);
        if (sync == null) {
            refuse(id, "closed: no such sync is open; it may have waited too long");
        } else if (sync.busy) {
            end(id, new SyncError(id, "invalid: wait for the answer before saying more", OptionalLong.empty()));
        } else {
            NegentropyServer server = sync.server;
            if (server == null) throw new IllegalStateException("a sync that is not busy has its records");
            answer(id, sync, () -> reconciled(id, server, message));
        }
    }

    /// `NEG-CLOSE`.
    public void close(SubscriptionId id) {
        Sync sync = open.remove(id);
        if (sync != null && !sync.busy) release(sync);
    }

    /// The client is gone.
    public void end() {
        for (Sync sync : open.values()) if (!sync.busy) release(sync);
        open.clear();
    }

    /// While it is busy its records are still in use; whoever uses them finds that it is over.
    private void release(Sync sync) {
        surroundings.records().addAndGet(-sync.records);
    }

    private void answer(SubscriptionId id, Sync sync, Supplier<RelayMessage> answer) {
        sync.busy = true;
        try {
            surroundings.readers().execute(() -> {
                RelayMessage message = attempt(id, answer);
                surroundings.client().execute(() -> answered(id, sync, message));
            });
        } catch (RejectedExecutionException full) {
            sync.busy = false;
            end(id, new SyncError(id, "rate-limited: too many requests wait to be answered", OptionalLong.empty()));
        }
    }

    private static RelayMessage attempt(SubscriptionId id, Supplier<RelayMessage> answer) {
        try {
            return answer.get();
        } catch (RuntimeException e) {
            LOG.error("a sync failed", e);
            return new SyncError(id, "error: the stored events could not be compared", OptionalLong.empty());
        }
    }

    private void answered(SubscriptionId id, Sync sync, RelayMessage message) {
        sync.busy = false;
        if (open.get(id) != sync) {
            release(sync);
            return;
        }
        if (message instanceof SyncError) {
            end(id, message);
            return;
        }
        int messages = ++sync.messages;
        say.accept(message);
        Runnable giveUp = () -> {
            if (open.get(id) != sync || sync.messages != messages || sync.busy) return;
            end(id, new SyncError(id, "closed: nothing was heard for too long", OptionalLong.empty()));
        };
        var _ = surroundings
                .timer()
                .schedule(
                        () -> surroundings.client().execute(giveUp),
                        sync.limits.syncIdle().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void refuse(SubscriptionId id, String reason) {
        say.accept(new SyncError(id, reason, OptionalLong.empty()));
    }

    private void end(SubscriptionId id, RelayMessage why) {
        close(id);
        say.accept(why);
    }

    private static RelayMessage reconciled(SubscriptionId id, NegentropyServer server, byte[] message) {
        try {
            return new SyncMessage(id, server.reconcile(message));
        } catch (IllegalArgumentException e) {
            return new SyncError(id, "invalid: " + e.getMessage(), OptionalLong.empty());
        }
    }

    private static SyncError tooBig(SubscriptionId id, int most) {
        return new SyncError(
                id,
                "blocked: this would compare more than " + most + " events; narrow the filter",
                OptionalLong.of(most));
    }

    /// What is to be compared, or null if that is too much.
    private @Nullable RecordArray records(List<Selection> selections, int most) {
        var records = RecordArray.builder();
        surroundings.store().forEachId(selections, (createdAt, ids, offset) -> {
            records.add(createdAt, ids, offset);
            return records.size() <= most;
        });
        return records.size() > most ? null : records.build();
    }
}
