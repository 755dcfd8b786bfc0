package dev.muster.relay.store;

import java.util.Arrays;
import java.util.List;

/// The entries of one index under one prefix, from new to old, as far as one filter asks for them.
///
/// Reads a few entries at a time from an iterator that all streams of a search share: so thousands of them cost little
/// more than their prefixes. Going back to where it was costs about as much as reading ten entries.
final class Stream {
    private static final int LEAST_AGAIN = 8;

    private final byte[] prefix;
    private final Wanted wanted;
    private long[] times;
    private long[] idStarts;
    private long[] sequences;
    private int at;
    private int size;
    private boolean isEnded;

    Stream(byte[] prefix, Wanted wanted, int firstFill) {
        this.prefix = prefix;
        this.wanted = wanted;
        times = new long[firstFill];
        idStarts = new long[firstFill];
        sequences = new long[firstFill];
    }

    /// A stream of events that are known already, in the right order.
    Stream(List<StoredEvent> events, Wanted wanted) {
        this(new byte[0], wanted, events.size());
        for (StoredEvent event : events) append(event.createdAt(), event.idStart(), event.sequence());
        isEnded = true;
    }

    Wanted wanted() {
        return wanted;
    }

    long createdAt() {
        return times[at];
    }

    long idStart() {
        return idStarts[at];
    }

    long sequence() {
        return sequences[at];
    }

    /// Goes to the first entry.
    boolean start(Database.Walk walk) {
        if (isEnded) return size > 0;
        return fill(walk, walk.seek(startKey(Math.min(wanted.until, Long.MAX_VALUE - 1), 0, 0)));
    }

    boolean next(Database.Walk walk) {
        if (++at < size) return true;
        if (isEnded) return false;
        byte[] after = startKey(times[size - 1], idStarts[size - 1], sequences[size - 1] + 1);
        if (times.length < LEAST_AGAIN) {
            times = new long[LEAST_AGAIN];
            idStarts = new long[LEAST_AGAIN];
            sequences = new long[LEAST_AGAIN];
        }
        return fill(walk, walk.seek(after));
    }

    private boolean fill(Database.Walk walk, boolean found) {
        at = 0;
        size = 0;
        boolean more = found;
        while (more && size < times.length) {
            if (!walk.isUnder(prefix)) {
                more = false;
                break;
            }
            byte[] key = walk.key();
            long createdAt = ~Bytes.int64(key, prefix.length);
            if (createdAt < wanted.since) {
                more = false;
                break;
            }
            long sequence = Bytes.int48(key, prefix.length + 16);
            if (sequence <= wanted.upTo()) append(createdAt, Bytes.int64(key, prefix.length + 8), sequence);
            if (size < times.length) more = walk.next();
        }
        isEnded = !more;
        return size > 0;
    }

    private void append(long createdAt, long idStart, long sequence) {
        times[size] = createdAt;
        idStarts[size] = idStart;
        sequences[size] = sequence;
        size++;
    }

    private byte[] startKey(long createdAt, long idStart, long sequence) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + Keys.PLACE);
        Bytes.putInt64(key, prefix.length, ~createdAt);
        Bytes.putInt64(key, prefix.length + 8, idStart);
        Bytes.putInt48(key, prefix.length + 16, sequence);
        return key;
    }

    /// Newest first, then by id as far as an entry knows it, then by arrival.
    static int compare(Stream a, Stream b) {
        if (a.createdAt() != b.createdAt()) return Long.compare(b.createdAt(), a.createdAt());
        if (a.idStart() != b.idStart()) return Long.compareUnsigned(a.idStart(), b.idStart());
        return Long.compare(a.sequence(), b.sequence());
    }
}
