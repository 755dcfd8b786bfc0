package dev.muster.relay.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// RocksDB, which holds facts (found by their key) and ordered entries (walked over). Everything native opens
/// and closes here.
///
/// It keeps no log of its own: the [Journal] is one already. What it has written to disk is always the state after some
/// commit, and says after which.
///
/// Closing waits for whoever is reading: RocksDB would take the whole process down with an iterator that outlives it.
final class Database implements AutoCloseable {
    private static final byte[] NOTHING = {};
    private static final int ROOM_TO_OPEN = 1 << 20;
    // The numbers that RocksDB gives them, in the order in which they were made.
    private static final int FACTS = 0;
    private static final int ORDER = 1;

    private final Path folder;
    private final int cacheMegabytes;
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();
    // Guarded by the lock.
    private @Nullable Opened opened;
    private boolean isClosed;
    private volatile boolean isStuck;

    private Database(Path folder, int cacheMegabytes) throws RocksDBException {
        this.folder = folder;
        this.cacheMegabytes = cacheMegabytes;
        opened = new Opened(folder, cacheMegabytes);
    }

    /// What is native.
    private static final class Opened implements AutoCloseable {
        private final Deque<RocksObject> all = new ArrayDeque<>();
        private final RocksDB rocks;
        private final ColumnFamilyHandle facts;
        private final ColumnFamilyHandle order;
        private final ReadOptions reading;
        private final WriteOptions withoutLog;
        private final FlushOptions flushing;

        private Opened(Path folder, int cacheMegabytes) throws RocksDBException {
            try {
                var cache = keep(new LRUCache((long) cacheMegabytes << 20));
                var bloom = keep(new BloomFilter(10));
                // What is looked up is mostly not there. What is walked over lies close together.
                var factOptions = keep(new ColumnFamilyOptions())
                        .setTableFormatConfig(new BlockBasedTableConfig()
                                .setBlockCache(cache)
                                .setBlockSize(4 << 10)
                                .setFilterPolicy(bloom))
                        .setWriteBufferSize(16 << 20)
                        .setMemtablePrefixBloomSizeRatio(0.1)
                        .setMemtableWholeKeyFiltering(true)
                        .setCompressionType(CompressionType.NO_COMPRESSION);
                var orderOptions = keep(new ColumnFamilyOptions())
                        .setTableFormatConfig(
                                new BlockBasedTableConfig().setBlockCache(cache).setBlockSize(8 << 10))
                        .setWriteBufferSize(16 << 20)
                        .setCompressionType(CompressionType.LZ4_COMPRESSION);
                var options = keep(new DBOptions())
                        .setCreateIfMissing(true)
                        .setCreateMissingColumnFamilies(true)
                        .setAtomicFlush(true)
                        .setKeepLogFileNum(2)
                        .setMaxBackgroundJobs(2);
                var handles = new ArrayList<ColumnFamilyHandle>();
                rocks = keep(RocksDB.open(
                        options,
                        folder.toString(),
                        List.of(
                                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, factOptions),
                                new ColumnFamilyDescriptor("order".getBytes(UTF_8), orderOptions)),
                        handles));
                handles.forEach(this::keep);
                facts = handles.get(0);
                order = handles.get(1);
                reading = keep(new ReadOptions());
                withoutLog = keep(new WriteOptions()).setDisableWAL(true);
                flushing = keep(new FlushOptions());
            } catch (RocksDBException e) {
                close();
                throw e;
            }
        }

        private <T extends RocksObject> T keep(T resource) {
            all.push(resource);
            return resource;
        }

        @Override
        public void close() {
            while (!all.isEmpty()) all.pop().close();
        }
    }

    static Database open(Path folder, int cacheMegabytes) {
        try {
            Files.createDirectories(folder);
            RocksDB.loadLibrary();
            return new Database(folder, cacheMegabytes);
        } catch (IOException e) {
            throw new StoreFailure("the folder " + folder + " can't be made: " + Journal.reason(e), e);
        } catch (RocksDBException e) {
            throw new StoreFailure(whyNotOpen(folder, e), e);
        }
    }

    private static String whyNotOpen(Path folder, RocksDBException e) {
        Status status = e.getStatus();
        if (status != null && status.getCode() == Status.Code.Corruption) return damaged(folder, e);
        String said = String.valueOf(e.getMessage());
        if (said.startsWith("While lock file") || said.startsWith("lock hold")) {
            return "the event store in " + folder + " is in use by another process";
        }
        return "the event store in " + folder + " can't be opened: " + e.getMessage();
    }

    private static String damaged(Path folder, RocksDBException e) {
        return "the index of events in " + folder + " is damaged; stop the relay and delete that folder, and it is made"
                + " anew from the events: " + e.getMessage();
    }

    Optional<byte[]> fact(byte[] key) {
        Opened now = startUse();
        try {
            return Optional.ofNullable(now.rocks.get(now.facts, now.reading, key));
        } catch (RocksDBException e) {
            throw unreadable(e);
        } finally {
            endUse();
        }
    }

    private StoreFailure unreadable(RocksDBException cause) {
        Status status = cause.getStatus();
        return new StoreFailure(
                status != null && status.getCode() == Status.Code.Corruption
                        ? damaged(folder, cause)
                        : "the event store in " + folder + " can't be read: " + cause.getMessage(),
                cause);
    }

    private StoreFailure unwritable(RocksDBException cause) {
        isStuck = true;
        return new StoreFailure("the event store in " + folder + " can't be written: " + cause.getMessage(), cause);
    }

    private Opened startUse() {
        inUse.readLock().lock();
        try {
            if (isClosed) throw new IllegalStateException("the event store is closed");
            if (opened == null) throw new StoreFailure("the index of events in " + folder + " can't be opened again");
            return opened;
        } catch (RuntimeException e) {
            inUse.readLock().unlock();
            throw e;
        }
    }

    private void endUse() {
        inUse.readLock().unlock();
    }

    /// Walks over the ordered entries. To be closed by the thread that opened it.
    Walk walkOrder() {
        Opened now = startUse();
        return new Walk(now.rocks.newIterator(now.order, now.reading));
    }

    Walk walkFacts() {
        Opened now = startUse();
        return new Walk(now.rocks.newIterator(now.facts, now.reading));
    }

    /// A place among keys that moves forward. What is written after it was opened it doesn't see.
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

    /// Changes that come into force all at once, or not at all.
    Batch batch() {
        return new Batch();
    }

    /// Built here in the form in which RocksDB keeps a batch, and handed over in one piece: crossing over to
    /// native code for each key would cost more than the keys.
    final class Batch {
        private static final int HEADER = 12;
        private static final byte DELETION = 0;
        private static final byte VALUE = 1;
        private static final byte TABLE_DELETION = 4;
        private static final byte TABLE_VALUE = 5;

        private byte[] bytes = new byte[1 << 14];
        private int size = HEADER;
        private int count;

        void putFact(byte[] key, byte[] value) {
            put(FACTS, key, value);
        }

        void removeFact(byte[] key) {
            remove(FACTS, key);
        }

        void putEntry(byte[] key) {
            put(ORDER, key, NOTHING);
        }

        void removeEntry(byte[] key) {
            remove(ORDER, key);
        }

        private void put(int table, byte[] key, byte[] value) {
            start(table, VALUE, TABLE_VALUE, key.length + value.length);
            append(key);
            append(value);
        }

        private void remove(int table, byte[] key) {
            start(table, DELETION, TABLE_DELETION, key.length);
            append(key);
        }

        private void start(int table, byte type, byte typeWithTable, int length) {
            count++;
            if (bytes.length - size < length + 20)
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length + 20));
            if (table == FACTS) {
                bytes[size++] = type;
            } else {
                bytes[size++] = typeWithTable;
                size = Bytes.putVarint(bytes, size, table);
            }
        }

        private void append(byte[] part) {
            size = Bytes.putVarint(bytes, size, part.length);
            System.arraycopy(part, 0, bytes, size, part.length);
            size += part.length;
        }

        int size() {
            return size;
        }

        void write() {
            // The first eight bytes, a sequence number, are filled in by RocksDB; the count is little-endian.
            Bytes.putInt32(bytes, 8, Integer.reverseBytes(count));
            Opened now = startUse();
            try (var batch = new WriteBatch(Arrays.copyOf(bytes, size))) {
                now.rocks.write(now.withoutLog, batch);
                isStuck = false;
            } catch (RocksDBException e) {
                throw unwritable(e);
            } finally {
                endUse();
            }
        }
    }

    /// Writes to disk what is only in memory so far.
    void flush() {
        Opened now = startUse();
        try {
            now.rocks.flush(now.flushing, List.of(now.facts, now.order));
        } catch (RocksDBException e) {
            throw unwritable(e);
        } finally {
            endUse();
        }
    }

    /// What its files take up.
    long bytes() {
        Opened now = startUse();
        try {
            return now.rocks.getLongProperty(now.facts, "rocksdb.total-sst-files-size")
                    + now.rocks.getLongProperty(now.order, "rocksdb.total-sst-files-size");
        } catch (RocksDBException e) {
            throw unreadable(e);
        } finally {
            endUse();
        }
    }

    void compact() {
        Opened now = startUse();
        try {
            for (ColumnFamilyHandle table : List.of(now.facts, now.order)) now.rocks.compactRange(table);
        } catch (RocksDBException e) {
            throw unwritable(e);
        } finally {
            endUse();
        }
    }

    void checkpoint(Path target) {
        Opened now = startUse();
        try (var checkpoint = Checkpoint.create(now.rocks)) {
            checkpoint.createCheckpoint(target.toString());
        } catch (RocksDBException e) {
            throw new StoreFailure("no backup could be made in " + target + ": " + e.getMessage(), e);
        } finally {
            endUse();
        }
    }

    /// Whether RocksDB may be taking nothing more, after an error in writing to disk, until it is opened again.
    boolean isStuck() {
        return isStuck;
    }

    /// Forgets what is only in memory and begins anew with what is on disk. Who wants to read waits.
    ///
    /// @param then what is done before they can read again
    void reopen(Runnable then) {
        checkThatThereIsRoom();
        inUse.writeLock().lock();
        try {
            if (isClosed) throw new IllegalStateException("the event store is closed");
            if (opened != null) opened.close();
            opened = null;
            opened = new Opened(folder, cacheMegabytes);
            isStuck = false;
            then.run();
        } catch (RocksDBException e) {
            throw new StoreFailure(whyNotOpen(folder, e), e);
        } finally {
            inUse.writeLock().unlock();
        }
    }

    /// As long as there is none, what is in memory had better stay: it can still be read.
    private void checkThatThereIsRoom() {
        Path trial = folder.resolve("trial");
        try {
            try {
                Files.write(trial, new byte[ROOM_TO_OPEN], CREATE, TRUNCATE_EXISTING, WRITE, SYNC);
            } finally {
                Files.deleteIfExists(trial);
            }
        } catch (IOException e) {
            throw new StoreFailure("the event store in " + folder + " can't be written: " + Journal.reason(e), e);
        }
    }

    @Override
    public void close() {
        inUse.writeLock().lock();
        try {
            isClosed = true;
            if (opened != null) opened.close();
        } finally {
            inUse.writeLock().unlock();
        }
    }
}
