package dev.muster.relay.store;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/// The journal and the index to it, kept in step.
///
/// A commit is durable once it is in the journal. The index follows at once, but only in memory; RocksDB writes it to
/// disk when there is enough of it, together with the place in the journal that it has come to. From there on, what
/// the journal says is done again at the next start.
final class Library implements AutoCloseable {
    static final byte[] COUNTERS = Keys.setting('c');
    private static final byte[] SECRET = Keys.setting('h');
    private static final byte[] PLACE = Keys.setting('j');
    /// Starting on a new file, or writing one anew, should neither take long nor happen often.
    static final int JOURNAL_FILE = 128 << 20;

    private static final int REPLAYED_AT_ONCE = 1 << 20;

    private final Database database;
    private final Journal journal;
    private final ValueHash hash;
    private volatile Counters counters;

    /// @param lastSequence the highest that was ever given
    /// @param count how many events there are
    record Counters(long lastSequence, long count) {
        static Counters parse(byte[] value) {
            return new Counters(Bytes.int64(value, 0), Bytes.int64(value, 8));
        }

        byte[] bytes() {
            byte[] value = new byte[16];
            Bytes.putInt64(value, 0, lastSequence);
            Bytes.putInt64(value, 8, count);
            return value;
        }
    }

    private Library(Database database, Journal journal, ValueHash hash) {
        this.database = database;
        this.journal = journal;
        this.hash = hash;
        counters = storedCounters();
    }

    static Library open(Path folder, int cacheMegabytes, int journalFile) {
        // RocksDB first: its lock keeps a second process away from the journal too.
        Database database = Database.open(folder.resolve("index"), cacheMegabytes);
        try {
            return open(folder, database, Journal.open(folder.resolve("events"), journalFile));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static Library open(Path folder, Database database, Journal journal) {
        try {
            var library = new Library(database, journal, new ValueHash(secret(database)));
            library.catchUp(folder);
            return library;
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private static byte[] secret(Database database) {
        return database.fact(SECRET).orElseGet(() -> {
            byte[] secret = new byte[ValueHash.SECRET_LENGTH];
            new SecureRandom().nextBytes(secret);
            Database.Batch batch = database.batch();
            batch.putFact(SECRET, secret);
            batch.write();
            return secret;
        });
    }

    private Counters storedCounters() {
        return database.fact(COUNTERS).map(Counters::parse).orElse(new Counters(0, 0));
    }

    /// Enters into the index what it missed.
    private void catchUp(Path folder) {
        Optional<byte[]> place = database.fact(PLACE);
        if (place.isEmpty() && !journal.isWhole()) {
            throw new StoreFailure("the index of the events in " + folder + " is gone; restore it from a backup");
        }
        Journal.Position from = place.map(Library::position).orElse(Journal.Position.START);
        if (from.compareTo(journal.end()) > 0) {
            throw new StoreFailure("the last events in " + folder + " are gone; restore them from a backup");
        }
        var replay = new Replay();
        journal.read(from, replay);
        replay.write();
        counters = storedCounters();
    }

    private static Journal.Position position(byte[] value) {
        return new Journal.Position(Bytes.int32(value, 0), Bytes.int32(value, 4));
    }

    private static byte[] bytes(Journal.Position position) {
        byte[] value = new byte[8];
        Bytes.putInt32(value, 0, position.segment());
        Bytes.putInt32(value, 4, position.offset());
        return value;
    }

    private final class Replay implements Frame.Reader {
        private Database.Batch batch = database.batch();

        @Override
        public void event(StoredEvent event, int offset) {
            enter(event, batch);
            batch.putFact(Keys.id(event.id()), Keys.int64(event.sequence()));
            // A batch may end within a frame: until all is replayed, the place stays where it was.
            if (batch.size() > REPLAYED_AT_ONCE) write(false);
        }

        @Override
        public void removal(long sequence) {
            journal.event(sequence).ifPresent(event -> {
                strike(event, batch);
                batch.removeFact(Keys.id(event.id()));
            });
        }

        @Override
        public void fact(byte[] key, byte[] value) {
            batch.putFact(key, value);
        }

        @Override
        public void noFact(byte[] key) {
            batch.removeFact(key);
        }

        void write() {
            write(true);
        }

        private void write(boolean isComplete) {
            if (isComplete) batch.putFact(PLACE, bytes(journal.end()));
            batch.write();
            batch = database.batch();
        }
    }

    ValueHash hash() {
        return hash;
    }

    Counters counters() {
        return counters;
    }

    Optional<byte[]> fact(byte[] key) {
        return database.fact(key);
    }

    /// The event of that sequence. One that is gone may still be found; indexes don't lead to it.
    Optional<StoredEvent> event(long sequence) {
        return journal.event(sequence);
    }

    /// Whether it has not gone since it was written.
    boolean isHere(StoredEvent event) {
        return database.fact(Keys.id(event.id()))
                .filter(value -> Bytes.int64(value, 0) == event.sequence())
                .isPresent();
    }

    int segmentOf(long sequence) {
        return journal.segmentOf(sequence);
    }

    Database.Walk walkOrder() {
        return database.walkOrder();
    }

    Database.Walk walkFacts() {
        return database.walkFacts();
    }

    Database.Batch batch() {
        return database.batch();
    }

    /// Adds to the batch the entries under which an event is found.
    void enter(StoredEvent event, Database.Batch batch) {
        batch.putEntry(Keys.entry(Keys.byAuthor(event.authorStart()), event));
        batch.putEntry(Keys.entry(Keys.byKind(), event));
        StoredEvent.TagValues tags = event.tagValues();
        while (tags.next()) batch.putEntry(Keys.entry(Keys.byTag(tags.letter(), tags.hash(hash)), event));
        if (event.expiry() != StoredEvent.NEVER) batch.putEntry(Keys.expiry(event.expiry(), event.sequence()));
    }

    /// Adds to the batch that these entries go.
    void strike(StoredEvent event, Database.Batch batch) {
        batch.removeEntry(Keys.entry(Keys.byAuthor(event.authorStart()), event));
        batch.removeEntry(Keys.entry(Keys.byKind(), event));
        StoredEvent.TagValues tags = event.tagValues();
        while (tags.next()) batch.removeEntry(Keys.entry(Keys.byTag(tags.letter(), tags.hash(hash)), event));
        if (event.expiry() != StoredEvent.NEVER) batch.removeEntry(Keys.expiry(event.expiry(), event.sequence()));
    }

    void write(Frame frame, Database.Batch batch, long firstSequence, Counters after) {
        Journal.Position before = journal.end();
        batch.putFact(PLACE, bytes(journal.append(frame, firstSequence)));
        try {
            batch.write();
        } catch (StoreFailure e) {
            // Nobody is told that it was stored, so it must not turn up after the next start.
            journal.cutTo(before);
            throw e;
        }
        counters = after;
    }

    /// Finds out whether anything can be written.
    void writeNothing() {
        write(new Frame(), batch(), counters.lastSequence() + 1, counters);
    }

    /// Writes those files anew of which much has gone, without it.
    ///
    /// @param least how many percent of a file must have gone
    void shrink(int least) {
        var worthwhile = journal.sealed().stream()
                .filter(segment -> goneBytes(segment) * 100 > (long) segment.end() * least)
                .toList();
        if (worthwhile.isEmpty()) return;
        // What the index misses is replayed from frames that are about to go.
        database.flush();
        for (Segment segment : worthwhile) {
            journal.take(journal.shrunk(segment, this::isHere));
            Database.Batch batch = database.batch();
            batch.removeFact(Keys.gone(segment.number()));
            batch.write();
        }
    }

    private long goneBytes(Segment segment) {
        return database.fact(Keys.gone(segment.number()))
                .map(value -> Bytes.int64(value, 0))
                .orElse(0L);
    }

    Inventory inventory() {
        Counters now = counters;
        long gone = journal.sealed().stream().mapToLong(this::goneBytes).sum();
        return new Inventory(now.count(), now.lastSequence(), journal.bytes(), gone, database.bytes());
    }

    void compact() {
        database.compact();
    }

    void checkpoint(Path target) {
        journal.linkTo(target.resolve("events"), counters.lastSequence() + 1);
        database.checkpoint(target.resolve("index"));
    }

    @Override
    public void close() {
        try (database;
                journal) {
            database.flush();
        }
    }
}
