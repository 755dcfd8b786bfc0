package dev.muster.nostr.negentropy;

import dev.muster.nostr.event.EventId;
import java.util.Arrays;

/// A point between records: everything before it belongs to one range, everything from it on to the next.
///
/// @param timestamp an unsigned number, whose greatest value is infinity
/// @param prefix the first bytes of an id, at most 32; those left out are zeros
public record Bound(long timestamp, byte[] prefix) implements Comparable<Bound> {
    static final long INFINITE_TIME = -1;

    /// Before all records.
    static final Bound START = new Bound(0);

    /// After all records.
    static final Bound INFINITY = new Bound(INFINITE_TIME);

    public Bound {
        if (prefix.length > EventId.LENGTH)
            throw new IllegalArgumentException("an id prefix has at most 32 bytes, not " + prefix.length);
        prefix = prefix.clone();
    }

    private Bound(long timestamp) {
        this(timestamp, new byte[0]);
    }

    /// The shortest bound between the record at `index` and the one before it.
    static Bound before(int index, Records records) {
        long timestamp = records.timestamp(index);
        if (records.timestamp(index - 1) != timestamp) return new Bound(timestamp);
        byte[] previous = new byte[EventId.LENGTH];
        byte[] id = new byte[EventId.LENGTH];
        records.copyId(index - 1, previous, 0);
        records.copyId(index, id, 0);
        return new Bound(timestamp, Arrays.copyOf(id, Arrays.mismatch(previous, id) + 1));
    }

    @Override
    public byte[] prefix() {
        return prefix.clone();
    }

    int prefixLength() {
        return prefix.length;
    }

    /// Copies the prefix into `target`, without the zeros it stands for.
    void copyPrefix(byte[] target, int at) {
        System.arraycopy(prefix, 0, target, at, prefix.length);
    }

    @Override
    public int compareTo(Bound other) {
        int byTime = Long.compareUnsigned(timestamp, other.timestamp);
        return byTime != 0
                ? byTime
                : Arrays.compareUnsigned(
                        Arrays.copyOf(prefix, EventId.LENGTH), Arrays.copyOf(other.prefix, EventId.LENGTH));
    }

    /// Two bounds are equal if they are the same point, with zeros at the end written or left out.
    @Override
    public boolean equals(Object other) {
        return other instanceof Bound that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(timestamp) + Arrays.hashCode(Arrays.copyOf(prefix, EventId.LENGTH));
    }
}
