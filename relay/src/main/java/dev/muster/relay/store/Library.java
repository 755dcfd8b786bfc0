package dev.muster.relay.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal and the index to it, kept in step.
///
/// A commit is durable once it is in the journal. The index follows at once, but only in memory; RocksDB writes it to
/// disk when there is enough of it, together with the place in the journal that it has come to. From there on, what
/// the journal says is done again at the next start.
final class Library implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Library.class);
    static final byte[] COUNTERS = Keys.setting('c');
    private static final byte[] SECRET = Keys.setting('h');
    private static final byte[] PLACE = Keys.setting('j');
    /// Starting on a new file, or writing one anew, should neither take long nor happen often.
    static final int JOURNAL_FILE = 128 << 20;

    private static final int REPLAYED_AT_ONCE = 1 << 20;

    private final Path folder;
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

    private Library(Path folder, Database database, Journal journal, ValueHash hash) {
        this.folder = folder;
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
            var library = new Library(folder, database, journal, new ValueHash(secret(database)));
            library.catchUp();
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
            // No entry may be on disk without it.
            database.flush();
            return secret;
        });
    }

    private Counters storedCounters() {
        return database.fact(COUNTERS).map(Counters::parse).orElse(new Counters(0, 0));
    }

    /// Enters into the index what it missed.
    private void catchUp() {
        Optional<byte[]> place = database.fact(PLACE);
        Journal.Position from = place.map(Library::position).orElse(Journal.Position.START);
        if (place.isEmpty() && !journal.end().equals(from)) {
            LOG.info("the index of the events in {} is made anew; with millions of them this takes minutes", folder);
        }
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

    /// Finds out whether anything can be written again.
    void tryAgain() {
        if (database.isStuck()) database.reopen(this::catchUp);
        write(new Frame(), batch(), counters.lastSequence() + 1, counters);
    }

    /// Writes those files anew of which much has gone, without it.
    ///
    /// @param least how many percent of a file must have gone
    /// @param onWriter does something on the writing thread
    void shrink(int least, Consumer<Runnable> onWriter) {
        for (Segment segment : journal.sealed()) {
            long gone = goneBytes(segment);
            if (gone * 100 <= (long) segment.end() * least) continue;
            journal.copyShrunk(segment, this::isHere);
            // From now on the index can't be told any more what to forget of the events that were left out.
            database.flush();
            onWriter.accept(() -> {
                journal.takeShrunk(segment);
                Database.Batch batch = database.batch();
                // What has gone meanwhile may still be there.
                batch.putFact(Keys.gone(segment.number()), Keys.int64(goneBytes(segment) - gone));
                batch.write();
            });
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

    /// Copies the index to a folder.
    ///
    /// @return the files of the journal that belong to it; they change no more, but may be shrunk
    List<Segment> copyIndex(Path target) {
        List<Segment> files = journal.closeLast(counters.lastSequence() + 1);
        if (Files.exists(target.resolve("events")) || Files.exists(target.resolve("index"))) {
            throw new StoreFailure("there is a backup in " + target + " already");
        }
        try {
            Files.createDirectories(target);
        } catch (IOException e) {
            throw new StoreFailure("no backup could be made in " + target + ": " + Journal.reason(e), e);
        }
        database.checkpoint(target.resolve("index"));
        return files;
    }

    static void linkEvents(Path target, List<Segment> files) {
        Journal.linkTo(target.resolve("events"), files);
    }

    @Override
    public void close() {
        try (database;
                journal) {
            database.flush();
        }
    }
}
