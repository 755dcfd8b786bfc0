package dev.muster.relay.store;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// One commit as it stands in the journal: the events it adds, those it takes away, and what else it changes.
///
/// ```
/// magic 4 · length of the rest 4 · CRC-32C of the rest 4
/// 'E' sequence 8 · length 4 · record                 an event, see StoredEvent
/// 'R' sequence 8                                     an event that goes
/// 'P' length of key 2 · length of value 4 · key · value
/// 'D' length of key 2 · key                          a fact that goes
/// ```
final class Frame {
    static final int HEADER = 12;
    private static final int MAGIC = 0x4d757374;

    private byte[] bytes = new byte[1 << 16];
    private int size = HEADER;
    private long[] sequences = new long[64];
    private int[] offsets = new int[64];
    private int events;

    /// Hears what a frame says, in its order.
    interface Reader {
        void event(StoredEvent event, int offset);

        void removal(long sequence);

        void fact(byte[] key, byte[] value);

        void noFact(byte[] key);
    }

    void event(StoredEvent event) {
        byte[] record = event.record();
        ensure(13 + record.length);
        if (events == sequences.length) {
            sequences = Arrays.copyOf(sequences, events * 2);
            offsets = Arrays.copyOf(offsets, events * 2);
        }
        sequences[events] = event.sequence();
        offsets[events++] = size;
        bytes[size] = 'E';
        Bytes.putInt64(bytes, size + 1, event.sequence());
        Bytes.putInt32(bytes, size + 9, record.length);
        size += 13;
        append(record);
    }

    void removal(long sequence) {
        ensure(9);
        bytes[size] = 'R';
        Bytes.putInt64(bytes, size + 1, sequence);
        size += 9;
    }

    void fact(byte[] key, byte[] value) {
        ensure(7 + key.length + value.length);
        bytes[size] = 'P';
        Bytes.putInt16(bytes, size + 1, key.length);
        Bytes.putInt32(bytes, size + 3, value.length);
        size += 7;
        append(key);
        append(value);
    }

    void noFact(byte[] key) {
        ensure(3 + key.length);
        bytes[size] = 'D';
        Bytes.putInt16(bytes, size + 1, key.length);
        size += 3;
        append(key);
    }

    private void append(byte[] more) {
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private void ensure(int more) {
        if (bytes.length - size >= more) return;
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }

    /// The finished bytes, of which [#size] count.
    byte[] finished() {
        Bytes.putInt32(bytes, 0, MAGIC);
        Bytes.putInt32(bytes, 4, size - HEADER);
        var sum = new CRC32C();
        sum.update(bytes, HEADER, size - HEADER);
        Bytes.putInt32(bytes, 8, (int) sum.getValue());
        return bytes;
    }

    int size() {
        return size;
    }

    void clear() {
        size = HEADER;
        events = 0;
    }

    int events() {
        return events;
    }

    long sequence(int index) {
        return sequences[index];
    }

    int offset(int index) {
        return offsets[index];
    }

    /// How long the frame is that stands there; 0 if none does, or not a whole one.
    static int lengthAt(MemorySegment file, long at, long end) {
        if (end - at < HEADER || file.get(Bytes.FILE_INT, at) != MAGIC) return 0;
        int length = file.get(Bytes.FILE_INT, at + 4);
        if (length < 0 || length > end - at - HEADER) return 0;
        return checksum(file, at + HEADER, length) == file.get(Bytes.FILE_INT, at + 8) ? HEADER + length : 0;
    }

    /// Of a copy: should the file have been cut short by somebody, copying ends with an exception, but a checksum of
    /// mapped bytes with the process.
    static int checksum(MemorySegment file, long at, long length) {
        var sum = new CRC32C();
        byte[] copy = new byte[(int) Math.min(length, 1 << 16)];
        for (long done = 0; done < length; ) {
            int part = (int) Math.min(length - done, copy.length);
            MemorySegment.copy(file, JAVA_BYTE, at + done, copy, 0, part);
            sum.update(copy, 0, part);
            done += part;
        }
        return (int) sum.getValue();
    }

    /// Where the next whole frame stands; `end` if none does.
    static long nextAt(MemorySegment file, long from, long end) {
        for (long at = from; at < end; at++) if (lengthAt(file, at, end) > 0) return at;
        return end;
    }

    static void read(MemorySegment file, int at, int length, Reader reader) {
        int end = at + length;
        int here = at + HEADER;
        while (here < end) {
            switch (file.get(JAVA_BYTE, here)) {
                case 'E' -> {
                    int size = file.get(Bytes.FILE_INT, here + 9);
                    reader.event(eventAt(file, here), here);
                    here += 13 + size;
                }
                case 'R' -> {
                    reader.removal(file.get(Bytes.FILE_LONG, here + 1));
                    here += 9;
                }
                case 'P' -> {
                    int keyLength = file.get(Bytes.FILE_SHORT, here + 1) & 0xffff;
                    int valueLength = file.get(Bytes.FILE_INT, here + 3);
                    reader.fact(
                            Bytes.copy(file, here + 7, keyLength), Bytes.copy(file, here + 7 + keyLength, valueLength));
                    here += 7 + keyLength + valueLength;
                }
                case 'D' -> {
                    int keyLength = file.get(Bytes.FILE_SHORT, here + 1) & 0xffff;
                    reader.noFact(Bytes.copy(file, here + 3, keyLength));
                    here += 3 + keyLength;
                }
                default -> throw new StoreFailure("the journal of events was written by another version of Muster");
            }
        }
    }

    static StoredEvent eventAt(MemorySegment file, long at) {
        return new StoredEvent(file.get(Bytes.FILE_LONG, at + 1), file, at + 13, file.get(Bytes.FILE_INT, at + 9));
    }
}
