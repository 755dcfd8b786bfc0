package dev.muster.nostr.negentropy;

import dev.muster.nostr.event.EventId;
import java.util.Arrays;

/// Records in memory: 42 bytes each, whatever their number.
public final class RecordArray implements Records {
    /// How many records lie between two sums kept. Measured over a million records, a fingerprint takes 1.2 µs with
    /// 8, 1.6 with 32 and 2.0 with 64, a third of it SHA-256; with 32 the sums take less than 2 bytes a record.
    private static final int STRIDE = 32;

    private final long[] timestamps;
    private final byte[] ids;
    private final IdSum[] sums;

    private RecordArray(long[] timestamps, byte[] ids) {
        this.timestamps = timestamps;
        this.ids = ids;
        this.sums = sums(ids, timestamps.length);
    }

    /// Of the first 0, 32, 64… ids.
    private static IdSum[] sums(byte[] ids, int size) {
        IdSum[] sums = new IdSum[size / STRIDE + 1];
        IdSum sum = new IdSum();
        for (int i = 0; i <= size; i++) {
            if (i % STRIDE == 0) sums[i / STRIDE] = new IdSum(sum);
            if (i < size) sum.add(ids, i * EventId.LENGTH);
        }
        return sums;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public int size() {
        return timestamps.length;
    }

    @Override
    public long timestamp(int index) {
        return timestamps[index];
    }

    @Override
    public void copyId(int index, byte[] target, int at) {
        System.arraycopy(ids, index * EventId.LENGTH, target, at, EventId.LENGTH);
    }

    @Override
    public int lowerBound(int from, int to, Bound bound) {
        byte[] least = new byte[EventId.LENGTH];
        bound.copyPrefix(least, 0);
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(timestamps[middle], ids, middle, bound.timestamp(), least, 0) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    @Override
    public Fingerprint fingerprint(int from, int to) {
        IdSum sum = sumTo(to);
        sum.subtract(sumTo(from));
        return sum.fingerprint(to - from);
    }

    private IdSum sumTo(int end) {
        IdSum sum = new IdSum(sums[end / STRIDE]);
        for (int i = end - end % STRIDE; i < end; i++) sum.add(ids, i * EventId.LENGTH);
        return sum;
    }

    /// By time first. Unsigned, since a bound's time may be infinite.
    private static int compare(long time, byte[] ids, int index, long otherTime, byte[] otherIds, int otherIndex) {
        if (time != otherTime) return Long.compareUnsigned(time, otherTime);
        int at = index * EventId.LENGTH;
        int otherAt = otherIndex * EventId.LENGTH;
        return Arrays.compareUnsigned(ids, at, at + EventId.LENGTH, otherIds, otherAt, otherAt + EventId.LENGTH);
    }

    /// Takes records in any order, the same one more than once if need be.
    public static final class Builder {
        private static final int MAX_SIZE = Integer.MAX_VALUE / EventId.LENGTH;

        private long[] timestamps = new long[64];
        private byte[] ids = new byte[64 * EventId.LENGTH];
        private int size;

        private Builder() {}

        public Builder add(long createdAt, EventId id) {
            return add(createdAt, id.bytes(), 0);
        }

        /// Adds the id whose bytes stand at `offset`.
        public Builder add(long createdAt, byte[] id, int offset) {
            if (createdAt < 0) throw new IllegalArgumentException("a timestamp can't be negative: " + createdAt);
            if (size == timestamps.length) grow();
            timestamps[size] = createdAt;
            System.arraycopy(id, offset, ids, size * EventId.LENGTH, EventId.LENGTH);
            size++;
            return this;
        }

        public int size() {
            return size;
        }

        private void grow() {
            if (size == MAX_SIZE) throw new IllegalStateException("no room for more than " + MAX_SIZE + " records");
            int capacity = (int) Math.min(2L * size, MAX_SIZE);
            timestamps = Arrays.copyOf(timestamps, capacity);
            ids = Arrays.copyOf(ids, capacity * EventId.LENGTH);
        }

        /// The records so far, sorted, each once.
        public RecordArray build() {
            int[] order = order();
            long[] sortedTimestamps = new long[size];
            byte[] sortedIds = new byte[size * EventId.LENGTH];
            int count = 0;
            for (int i = 0; i < size; i++) {
                if (i > 0 && compare(order[i - 1], order[i]) == 0) continue;
                sortedTimestamps[count] = timestamps[order[i]];
                System.arraycopy(ids, order[i] * EventId.LENGTH, sortedIds, count * EventId.LENGTH, EventId.LENGTH);
                count++;
            }
            return count == size
                    ? new RecordArray(sortedTimestamps, sortedIds)
                    : new RecordArray(
                            Arrays.copyOf(sortedTimestamps, count), Arrays.copyOf(sortedIds, count * EventId.LENGTH));
        }

        /// The indexes of the records in their sorted order.
        private int[] order() {
            int[] order = new int[size];
            Arrays.setAll(order, i -> i);
            mergeSort(order.clone(), order, 0, size);
            return order;
        }

        /// Sorts `low..high` of `from` into `to`, which holds the same on entry.
        ///
        /// By hand, since the JDK sorts indexes by a comparator only as objects, at 20 bytes each.
        /// What arrives in order costs no more than a look.
        private void mergeSort(int[] from, int[] to, int low, int high) {
            if (high - low < 2) return;
            int middle = (low + high) >>> 1;
            mergeSort(to, from, low, middle);
            mergeSort(to, from, middle, high);
            if (compare(from[middle - 1], from[middle]) <= 0) {
                System.arraycopy(from, low, to, low, high - low);
                return;
            }
            int left = low;
            int right = middle;
            for (int i = low; i < high; i++) {
                boolean takeLeft = right == high || (left < middle && compare(from[left], from[right]) <= 0);
                to[i] = takeLeft ? from[left++] : from[right++];
            }
        }

        private int compare(int index, int other) {
            return RecordArray.compare(timestamps[index], ids, index, timestamps[other], ids, other);
        }
    }
}
