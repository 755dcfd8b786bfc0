package dev.muster.relay.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Everything native opens and closes here.
///
/// Closing waits for whoever is reading: RocksDB would take the whole process down with an iterator that outlives it.
final class Database implements AutoCloseable {
    private final Path folder;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();
    private boolean isClosed;

    private final RocksDB rocks;
    private final ColumnFamilyHandle events;
    private final ColumnFamilyHandle facts;
    private final ColumnFamilyHandle order;
    private final ReadOptions reading;
    private final WriteOptions durably;

    private Database(Path folder, int cacheMegabytes) throws RocksDBException {
        this.folder = folder;
        RocksDB.loadLibrary();
        Cache cache = keep(new LRUCache((long) cacheMegabytes << 20));
        var bloom = keep(new BloomFilter(10));
        var plain = new BlockBasedTableConfig().setBlockCache(cache).setBlockSize(16 << 10);
        var filtered = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(4 << 10)
                .setFilterPolicy(bloom);
        var eventOptions = keep(new ColumnFamilyOptions())
                .setTableFormatConfig(plain)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
        var factOptions = keep(new ColumnFamilyOptions())
                .setTableFormatConfig(filtered)
                .setMemtablePrefixBloomSizeRatio(0.1)
                .setMemtableWholeKeyFiltering(true)
                .setCompressionType(CompressionType.NO_COMPRESSION);
        var orderOptions = keep(new ColumnFamilyOptions())
                .setTableFormatConfig(plain)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
        var options = keep(new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setMaxTotalWalSize(128L << 20)
                .setKeepLogFileNum(2)
                .setMaxBackgroundJobs(2);
        var handles = new ArrayList<ColumnFamilyHandle>();
        rocks = keep(RocksDB.open(
                options,
                folder.toString(),
                List.of(
                        new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, factOptions),
                        new ColumnFamilyDescriptor("events".getBytes(UTF_8), eventOptions),
                        new ColumnFamilyDescriptor("order".getBytes(UTF_8), orderOptions)),
                handles));
        handles.forEach(this::keep);
        facts = handles.get(0);
        events = handles.get(1);
        order = handles.get(2);
        reading = keep(new ReadOptions());
        durably = keep(new WriteOptions()).setSync(true);
    }

    private <T extends AutoCloseable> T keep(T resource) {
        opened.push(resource);
        return resource;
    }

    static Database open(Path folder, int cacheMegabytes) {
        try {
            return new Database(folder, cacheMegabytes);
        } catch (RocksDBException e) {
            throw new StoreFailure("the event store in " + folder + " can't be opened: " + e.getMessage(), e);
        }
    }

    Optional<byte[]> event(long sequence) {
        return get(events, Keys.sequence(sequence));
    }

    Optional<byte[]> fact(byte[] key) {
        return get(facts, key);
    }

    private Optional<byte[]> get(ColumnFamilyHandle table, byte[] key) {
        startUse();
        try {
            return Optional.ofNullable(rocks.get(table, reading, key));
        } catch (RocksDBException e) {
            throw unreadable(e);
        } finally {
            endUse();
        }
    }

    StoreFailure unreadable(RocksDBException cause) {
        return new StoreFailure("the event store in " + folder + " can't be read: " + cause.getMessage(), cause);
    }

    private void startUse() {
        inUse.readLock().lock();
        if (isClosed) {
            inUse.readLock().unlock();
            throw new IllegalStateException("the event store is closed");
        }
    }

    private void endUse() {
        inUse.readLock().unlock();
    }

    /// Walks over the ordered indexes. To be closed by the thread that opened it.
    Walk walkOrder() {
        startUse();
        return new Walk(rocks.newIterator(order, reading));
    }

    Walk walkEvents() {
        startUse();
        return new Walk(rocks.newIterator(events, reading));
    }

    Walk walkFacts() {
        startUse();
        return new Walk(rocks.newIterator(facts, reading));
    }

    /// A place in an index that moves forward.
    final class Walk implements AutoCloseable {
        private final RocksIterator iterator;
        private byte[] key = new byte[128];
        private int length;

        private Walk(RocksIterator iterator) {
            this.iterator = iterator;
        }

        /// Goes to the first key that is not less.
        boolean seek(byte[] target) {
            iterator.seek(target);
            return load();
        }

        boolean last() {
            iterator.seekToLast();
            return load();
        }

        boolean next() {
            iterator.next();
            return load();
        }

        private boolean load() {
            if (!iterator.isValid()) {
                try {
                    iterator.status();
                } catch (RocksDBException e) {
                    throw unreadable(e);
                }
                return false;
            }
            length = iterator.key(key);
            if (length > key.length) {
                key = new byte[length];
                iterator.key(key);
            }
            return true;
        }

        /// The key's bytes, of which [#length] count; they are overwritten by the next step.
        byte[] key() {
            return key;
        }

        int length() {
            return length;
        }

        boolean isUnder(byte[] prefix) {
            return length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
        }

        byte[] value() {
            return iterator.value();
        }

        @Override
        public void close() {
            iterator.close();
            endUse();
        }
    }

    /// A batch that becomes durable all at once, or not at all.
    Batch batch() {
        return new Batch();
    }

    final class Batch implements AutoCloseable {
        private final WriteBatch batch = new WriteBatch();

        void putEvent(StoredEvent event) {
            put(events, Keys.sequence(event.sequence()), event.record());
        }

        void removeEvent(long sequence) {
            remove(events, Keys.sequence(sequence));
        }

        void putFact(byte[] key, byte[] value) {
            put(facts, key, value);
        }

        void removeFact(byte[] key) {
            remove(facts, key);
        }

        void putEntry(byte[] key) {
            put(order, key, new byte[0]);
        }

        void removeEntry(byte[] key) {
            remove(order, key);
        }

        private void put(ColumnFamilyHandle table, byte[] key, byte[] value) {
            try {
                batch.put(table, key, value);
            } catch (RocksDBException e) {
                throw unwritable(e);
            }
        }

        private void remove(ColumnFamilyHandle table, byte[] key) {
            try {
                batch.delete(table, key);
            } catch (RocksDBException e) {
                throw unwritable(e);
            }
        }

        void write() {
            startUse();
            try {
                rocks.write(durably, batch);
            } catch (RocksDBException e) {
                throw unwritable(e);
            } finally {
                endUse();
            }
        }

        @Override
        public void close() {
            batch.close();
        }
    }

    private StoreFailure unwritable(RocksDBException cause) {
        return new StoreFailure("the event store in " + folder + " can't be written: " + cause.getMessage(), cause);
    }

    void compact() {
        startUse();
        try {
            for (ColumnFamilyHandle table : List.of(events, facts, order)) rocks.compactRange(table);
        } catch (RocksDBException e) {
            throw unwritable(e);
        } finally {
            endUse();
        }
    }

    void checkpoint(Path target) {
        startUse();
        try (var checkpoint = Checkpoint.create(rocks)) {
            checkpoint.createCheckpoint(target.toString());
        } catch (RocksDBException e) {
            throw new StoreFailure("no backup could be made in " + target + ": " + e.getMessage(), e);
        } finally {
            endUse();
        }
    }

    @Override
    public void close() {
        inUse.writeLock().lock();
        try {
            if (isClosed) return;
            isClosed = true;
            while (!opened.isEmpty()) closeQuietly(opened.pop());
        } finally {
            inUse.writeLock().unlock();
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new StoreFailure("the event store could not be closed", e);
        }
    }
}
