package dev.muster.relay.store;

import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What one commit is going to change, and how the store looks with that: every question is answered as if it were
/// written already. Belongs to the writer's thread.
final class Changes {
    private final Library library;
    // What becomes of a fact; empty when it goes.
    private final Map<Key, Optional<byte[]>> facts = new LinkedHashMap<>();
    private final Map<Long, StoredEvent> added = new LinkedHashMap<>();
    private final Map<Long, StoredEvent> removed = new LinkedHashMap<>();
    private final Map<Integer, Long> goneBytes = new HashMap<>();
    private final long firstSequence;
    private long lastSequence;
    private long count;

    Changes(Library library) {
        this.library = library;
        Library.Counters counters = library.counters();
        lastSequence = counters.lastSequence();
        firstSequence = lastSequence + 1;
        count = counters.count();
    }

    /// A key, or any bytes, as something to look up.
    record Key(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    long nextSequence() {
        return ++lastSequence;
    }

    Optional<byte[]> fact(byte[] key) {
        Optional<byte[]> changed = facts.get(new Key(key));
        return changed != null ? changed : library.fact(key);
    }

    void putFact(byte[] key, byte[] value) {
        facts.put(new Key(key), Optional.of(value));
    }

    void removeFact(byte[] key) {
        facts.put(new Key(key), Optional.empty());
    }

    Optional<StoredEvent> event(long sequence) {
        if (removed.containsKey(sequence)) return Optional.empty();
        StoredEvent event = added.get(sequence);
        return event != null ? Optional.of(event) : library.event(sequence);
    }

    /// Whether an event that was found is not one that is gone.
    boolean isHere(StoredEvent event) {
        return sequence(event.id()) == event.sequence();
    }

    /// Where the event of that id lies; 0 if it is not here.
    long sequence(EventId id) {
        return fact(Keys.id(id)).map(value -> Bytes.int64(value, 0)).orElse(0L);
    }

    void add(StoredEvent event, EventId id) {
        count++;
        added.put(event.sequence(), event);
        putFact(Keys.id(id), Keys.int64(event.sequence()));
        countWrap(event, 1);
    }

    /// Takes an event away. What is to be remembered of it is the caller's concern.
    void remove(StoredEvent event) {
        count--;
        removed.put(event.sequence(), event);
        removeFact(Keys.id(event.id()));
        countWrap(event, -1);
        int segment = library.segmentOf(event.sequence());
        if (segment != 0) goneBytes.merge(segment, (long) event.length(), Long::sum);
    }

    /// How many gift wraps lie here for that recipient.
    int wraps(byte[] recipient) {
        return fact(Keys.mailbox(recipient)).map(value -> Bytes.int32(value, 0)).orElse(0);
    }

    private void countWrap(StoredEvent event, int change) {
        if (event.kind() != Kind.GIFT_WRAP) return;
        event.recipient().ifPresent(recipient -> {
            int now = wraps(recipient) + change;
            byte[] value = new byte[4];
            Bytes.putInt32(value, 0, now);
            if (now > 0) putFact(Keys.mailbox(recipient), value);
            else removeFact(Keys.mailbox(recipient));
        });
    }

    /// Makes all of it durable, and then visible.
    void write() {
        if (facts.isEmpty()) return;
        goneBytes.forEach((segment, bytes) -> {
            byte[] key = Keys.gone(segment);
            long before = fact(key).map(value -> Bytes.int64(value, 0)).orElse(0L);
            putFact(key, Keys.int64(before + bytes));
        });
        var counters = new Library.Counters(lastSequence, count);
        putFact(Library.COUNTERS, counters.bytes());
        var frame = new Frame();
        var batch = library.batch();
        for (StoredEvent event : added.values()) {
            frame.event(event);
            library.enter(event, batch);
        }
        for (StoredEvent event : removed.values()) {
            frame.removal(event.sequence());
            library.strike(event, batch);
        }
        facts.forEach((key, value) -> {
            byte[] bytes = key.bytes();
            boolean isImplied = bytes[0] == 'i' && (value.isEmpty() || Bytes.int64(value.get(), 0) != 0);
            if (value.isPresent()) {
                if (!isImplied) frame.fact(bytes, value.get());
                batch.putFact(bytes, value.get());
            } else {
                if (!isImplied) frame.noFact(bytes);
                batch.removeFact(bytes);
            }
        });
        library.write(frame, batch, firstSequence, counters);
    }
}
