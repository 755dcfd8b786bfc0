package dev.muster.kit.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Checkpoint;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// RocksDB. Everything native opens and closes here.
///
/// Closing waits for whoever is at it: RocksDB would take the whole process down with what outlives it.
final class Database implements AutoCloseable {
    // Much is asked for that isn't there: whatever comes in might have come before. So most of it is never looked for.
    private static final int FILTER_BITS = 10;
    private static final double FILTER_SHARE = 0.05;

    private final Path folder;
    private final Deque<RocksObject> opened = new ArrayDeque<>();
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();
    private final RocksDB rocks;
    private final WriteOptions toLog;
    private boolean isClosed;

    private Database(Path folder) throws RocksDBException {
        this.folder = folder;
        try {
            var options = keep(new Options())
                    .setCreateIfMissing(true)
                    .setWriteBufferSize(8 << 20)
                    .setMemtableWholeKeyFiltering(true)
                    .setMemtablePrefixBloomSizeRatio(FILTER_SHARE)
                    .setTableFormatConfig(
                            new BlockBasedTableConfig().setFilterPolicy(keep(new BloomFilter(FILTER_BITS))))
                    .setKeepLogFileNum(2)
                    .setMaxBackgroundJobs(2);
            rocks = keep(RocksDB.open(options, folder.toString()));
            toLog = keep(new WriteOptions());
        } catch (RocksDBException e) {
            closeAll();
            throw e;
        }
    }

    private <T extends RocksObject> T keep(T resource) {
        opened.push(resource);
        return resource;
    }

    private void closeAll() {
        while (!opened.isEmpty()) opened.pop().close();
    }

    static Database open(Path folder) {
        try {
            Files.createDirectories(folder);
            RocksDB.loadLibrary();
            return new Database(folder);
        } catch (IOException e) {
            throw new LedgerFailure("the folder " + folder + " can't be made: " + e.getMessage(), e);
        } catch (RocksDBException e) {
            throw new LedgerFailure(whyNotOpen(folder, e), e);
        }
    }

    private static String whyNotOpen(Path folder, RocksDBException e) {
        Status status = e.getStatus();
        if (status != null && String.valueOf(status.getState()).contains("lock")) {
            return "the data in " + folder + " are in use by another process";
        }
        if (status != null && status.getCode() == Status.Code.Corruption) {
            return "the data in " + folder + " are damaged; restore them from a backup: " + e.getMessage();
        }
        return "the data in " + folder + " can't be opened: " + e.getMessage();
    }

    private void startUse() {
        inUse.readLock().lock();
        if (isClosed) {
            inUse.readLock().unlock();
            throw new IllegalStateException("the ledger is closed");
        }
    }

    private void endUse() {
        inUse.readLock().unlock();
    }

    Optional<byte[]> get(byte[] key) {
        startUse();
        try {
            return Optional.ofNullable(rocks.get(key));
        } catch (RocksDBException e) {
            throw unreadable(e);
        } finally {
            endUse();
        }
    }

    /// Visits rows in order of their keys.
    ///
    /// @param to the first key that doesn't count
    void each(byte[] from, byte[] to, int most, BiConsumer<byte[], byte[]> visitor) {
        startUse();
        try (var end = new Slice(to);
                var reading = new ReadOptions().setIterateUpperBound(end);
                RocksIterator rows = rocks.newIterator(reading)) {
            rows.seek(from);
            for (int i = 0; i < most && rows.isValid(); i++, rows.next()) visitor.accept(rows.key(), rows.value());
            rows.status();
        } catch (RocksDBException e) {
            throw unreadable(e);
        } finally {
            endUse();
        }
    }

    /// Writes rows all at once, not yet to the disk; an empty one goes.
    void write(Map<byte[], Optional<byte[]>> rows) {
        startUse();
        try (var batch = new WriteBatch()) {
            for (var row : rows.entrySet()) {
                if (row.getValue().isPresent())
                    batch.put(row.getKey(), row.getValue().get());
                else batch.delete(row.getKey());
            }
            rocks.write(toLog, batch);
        } catch (RocksDBException e) {
            throw unwritable(e);
        } finally {
            endUse();
        }
    }

    /// Brings to the disk what was written.
    void sync() {
        startUse();
        try {
            rocks.flushWal(true);
        } catch (RocksDBException e) {
            throw unwritable(e);
        } finally {
            endUse();
        }
    }

    void copyTo(Path target) {
        startUse();
        try (var checkpoint = Checkpoint.create(rocks)) {
            checkpoint.createCheckpoint(target.toString());
        } catch (RocksDBException e) {
            throw new LedgerFailure("no backup could be made in " + target + ": " + e.getMessage(), e);
        } finally {
            endUse();
        }
    }

    private LedgerFailure unreadable(RocksDBException cause) {
        return new LedgerFailure("the data in " + folder + " can't be read: " + cause.getMessage(), cause);
    }

    private LedgerFailure unwritable(RocksDBException cause) {
        return new LedgerFailure("the data in " + folder + " can't be written: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        inUse.writeLock().lock();
        try {
            isClosed = true;
            closeAll();
        } finally {
            inUse.writeLock().unlock();
        }
    }
}
