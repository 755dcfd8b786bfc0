package dev.muster.relay.store;

import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one commit is going to change, and how the store looks with that: every question is answered as if it were
/// written already. Belongs to the writer's thread.
final class Changes implements AutoCloseable {
    private static final char COUNTERS = 'c';

    private final Database database;
    private final ValueHash hash;
    private final Database.Batch batch;
    // What the batch makes of a fact; empty when it takes it away.
    private final Map<Key, Optional<byte[]>> facts = new HashMap<>();
    private final Map<Long, StoredEvent> added = new HashMap<>();
    private final Set<Long> removed = new HashSet<>();
    private long lastSequence;
    private long count;

    Changes(Database database, ValueHash hash) {
        this.database = database;
        this.hash = hash;
        this.batch = database.batch();
        byte[] counters = database.fact(Keys.setting(COUNTERS)).orElseGet(() -> new byte[16]);
        lastSequence = Bytes.int64(counters, 0);
        count = Bytes.int64(counters, 8);
    }

    private record Key(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    long lastSequence() {
        return lastSequence;
    }

    /// How many events there are.
    long count() {
        return count;
    }

    long nextSequence() {
        return ++lastSequence;
    }

    Optional<byte[]> fact(byte[] key) {
        Optional<byte[]> changed = facts.get(new Key(key));
        return changed != null ? changed : database.fact(key);
    }

    void putFact(byte[] key, byte[] value) {
        facts.put(new Key(key), Optional.of(value));
        batch.putFact(key, value);
    }

    void removeFact(byte[] key) {
        facts.put(new Key(key), Optional.empty());
        batch.removeFact(key);
    }

    Optional<StoredEvent> event(long sequence) {
        if (removed.contains(sequence)) return Optional.empty();
        StoredEvent event = added.get(sequence);
        if (event != null) return Optional.of(event);
        return database.event(sequence).map(record -> new StoredEvent(sequence, record));
    }

    /// Where the event of that id lies; 0 if it is not here.
    long sequence(EventId id) {
        return fact(Keys.id(id)).map(value -> Bytes.int64(value, 0)).orElse(0L);
    }

    void add(StoredEvent event, EventId id) {
        count++;
        added.put(event.sequence(), event);
        batch.putEvent(event);
        putFact(Keys.id(id), Keys.int64(event.sequence()));
        batch.putEntry(Keys.entry(Keys.byAuthor(event.authorStart()), event));
        batch.putEntry(Keys.entry(Keys.byKind(), event));
        StoredEvent.TagValues tags = event.tagValues();
        while (tags.next()) batch.putEntry(Keys.entry(Keys.byTag(tags.letter(), tags.hash(hash)), event));
        if (event.expiry() != StoredEvent.NEVER) batch.putEntry(Keys.expiry(event.expiry(), event.sequence()));
        countWrap(event, 1);
    }

    /// Takes an event away. What is to be remembered of it is the caller's concern.
    void remove(StoredEvent event) {
        count--;
        removed.add(event.sequence());
        batch.removeEvent(event.sequence());
        removeFact(Keys.id(event.id()));
        batch.removeEntry(Keys.entry(Keys.byAuthor(event.authorStart()), event));
        batch.removeEntry(Keys.entry(Keys.byKind(), event));
        StoredEvent.TagValues tags = event.tagValues();
        while (tags.next()) batch.removeEntry(Keys.entry(Keys.byTag(tags.letter(), tags.hash(hash)), event));
        if (event.expiry() != StoredEvent.NEVER) batch.removeEntry(Keys.expiry(event.expiry(), event.sequence()));
        countWrap(event, -1);
    }

    /// How many gift wraps lie here for that recipient.
    int wraps(byte[] recipient) {
        return fact(Keys.mailbox(recipient)).map(value -> Bytes.int32(value, 0)).orElse(0);
    }

    private void countWrap(StoredEvent event, int change) {
        if (event.kind() != Kind.GIFT_WRAP) return;
        event.recipient().ifPresent(recipient -> {
            int now = wraps(recipient) + change;
            if (now > 0) {
                byte[] value = new byte[4];
                Bytes.putInt32(value, 0, now);
                putFact(Keys.mailbox(recipient), value);
            } else {
                removeFact(Keys.mailbox(recipient));
            }
        });
    }

    /// Makes all of it durable.
    void write() {
        if (facts.isEmpty()) return;
        byte[] counters = new byte[16];
        Bytes.putInt64(counters, 0, lastSequence);
        Bytes.putInt64(counters, 8, count);
        batch.putFact(Keys.setting(COUNTERS), counters);
        batch.write();
    }

    @Override
    public void close() {
        batch.close();
    }
}
