package dev.muster.kit.ledger;

import dev.muster.kit.vault.Vault;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/// The records of one daemon.
///
/// One change at a time is worked out and written. Then it is synced to the disk, together with whatever
/// others have written meanwhile, and only then does the caller go on.
public final class Ledger implements Reading, AutoCloseable {
    private static final byte[] SEALED_BY = {0};
    private static final byte[] FIRST = {1};
    private static final byte[] END = {(byte) 0x80};
    private static final int MOVED_AT_ONCE = 1000;

    private final Database database;
    private final Rows rows;
    private final Object writing = new Object();
    private final Object syncing = new Object();
    private volatile long written;
    private long synced;

    private Ledger(Database database, Vault vault) {
        this.database = database;
        rows = new Rows(database, vault);
    }

    /// Opens the ledger in that folder, or begins one. When the vault has a newer key than the ledger was
    /// written with, everything is sealed anew first.
    ///
    /// @throws LedgerFailure if the folder can't be used, or the key that it needs isn't in the vault
    public static Ledger open(Path folder, Vault vault) {
        Database database = Database.open(folder);
        try {
            var ledger = new Ledger(database, vault);
            ledger.use(vault, folder);
            return ledger;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private void use(Vault vault, Path folder) {
        Optional<Vault.KeyId> before = database.get(SEALED_BY)
                .map(row -> new Vault.KeyId(ByteBuffer.wrap(row).getInt()));
        if (before.equals(Optional.of(vault.newest()))) return;
        before.filter(key -> !vault.has(key)).ifPresent(missing -> {
            throw new LedgerFailure("the data in " + folder + " were sealed with the key " + missing
                    + ", which the vault's file doesn't have; put that file back in its place");
        });
        sealAnew(vault);
        byte[] newest = ByteBuffer.allocate(4).putInt(vault.newest().number()).array();
        database.write(Map.of(SEALED_BY, Optional.of(newest)));
        database.sync();
    }

    /// Each row is moved at once, so that after a crash it goes on where it was.
    private void sealAnew(Vault vault) {
        byte[] from = FIRST;
        while (true) {
            var old = new ArrayList<Map.Entry<byte[], byte[]>>();
            database.each(from, END, MOVED_AT_ONCE, (key, row) -> old.add(Map.entry(key, row)));
            if (old.isEmpty()) return;
            var changed = new TreeMap<byte[], Optional<byte[]>>(Arrays::compareUnsigned);
            for (var row : old) {
                if (Vault.sealedBy(row.getValue()).equals(vault.newest())) continue;
                Rows.Moved moved = rows.moved(row.getKey(), row.getValue());
                changed.put(row.getKey(), Optional.empty());
                changed.put(moved.key(), Optional.of(moved.row()));
            }
            database.write(changed);
            byte[] last = old.getLast().getKey();
            from = Arrays.copyOf(last, last.length + 1);
        }
    }

    /// Works out a change and makes it durable. If the work throws, nothing is changed.
    ///
    /// @throws LedgerFailure if it can't be written; what then is on the disk shows at the next start
    public <T> T change(Function<Change, T> work) {
        Change change;
        T result;
        long mine;
        synchronized (writing) {
            change = new Change(rows);
            result = work.apply(change);
            if (!change.changed().isEmpty()) database.write(change.changed());
            mine = change.changed().isEmpty() ? 0 : ++written;
        }
        if (mine > 0) sync(mine);
        change.done();
        return result;
    }

    /// The same for work without a result.
    public void alter(Consumer<Change> work) {
        var _ = change(change -> {
            work.accept(change);
            return work;
        });
    }

    /// Whoever waits here finds that one sync was enough for all who wrote meanwhile.
    private void sync(long mine) {
        synchronized (syncing) {
            if (synced >= mine) return;
            long upTo = written;
            database.sync();
            synced = upTo;
        }
    }

    @Override
    public <V> Optional<V> get(Place<V> place) {
        return new Change(rows).get(place);
    }

    @Override
    public <V> List<Entry<V>> under(Place<V> start) {
        return new Change(rows).under(start);
    }

    @Override
    public <V> List<Entry<V>> upTo(Instant time, Shelf<V> shelf, int most) {
        return new Change(rows).upTo(time, shelf, most);
    }

    /// Opens every record, and says how many there are.
    ///
    /// @param opened hears how many there were so far
    /// @throws dev.muster.kit.vault.VaultFailure if one is damaged
    public long check(LongConsumer opened) {
        var count = new AtomicLong();
        database.each(FIRST, END, Integer.MAX_VALUE, (key, row) -> {
            rows.check(key, row);
            opened.accept(count.incrementAndGet());
        });
        return count.get();
    }

    /// Copies everything into a new folder while work goes on. The copy opens like the original, with the same
    /// vault.
    public void copyTo(Path target) {
        database.copyTo(target);
    }

    @Override
    public void close() {
        database.close();
    }
}
