package dev.muster.relay.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One file of the [Journal]: frames one after the other, and, once it is full and sealed, where each event stands.
///
/// ```
/// magic 8 · number 4 · where the one before ends 4 · first sequence 8 · generation 8
/// frames
/// offset of each event 4 … · CRC-32C of these 4 · where they stand 4 · how many 4 · magic 4
/// ```
///
/// Written through the channel, so that a full disk is an exception and not a signal; read through the mapping, which
/// for a file that still grows reaches beyond its end. The mapping ends when nobody refers to it any more.
final class Segment implements AutoCloseable {
    static final int HEADER = 32;
    /// What the name of a file ends with that isn't finished, and that nobody misses after a crash.
    static final String UNFINISHED = ".new";

    private static final int TRAILER = 16;
    private static final long MAGIC = 0x4d75737465722d31L; // Muster-1
    private static final int SEALED = 0x7365616c;
    private static final VarHandle OFFSET = MethodHandles.arrayElementVarHandle(int[].class);

    private final Path file;
    private final MemorySegment memory;
    private final int number;
    private final int previousEnd;
    private final long firstSequence;
    private final long generation;
    private int end;

    // Sealed: the table of offsets is in the file. Growing: it is here.
    private int tableAt;
    private int tableSize;
    private volatile int[] offsets = {};
    private @Nullable FileChannel channel;

    private Segment(Path file, MemorySegment memory) {
        this.file = file;
        this.memory = memory;
        if (memory.byteSize() < HEADER || memory.get(Bytes.FILE_LONG, 0) != MAGIC) throw damaged(file);
        number = memory.get(Bytes.FILE_INT, 8);
        previousEnd = memory.get(Bytes.FILE_INT, 12);
        firstSequence = memory.get(Bytes.FILE_LONG, 16);
        generation = memory.get(Bytes.FILE_LONG, 24);
        end = HEADER;
    }

    private static StoreFailure damaged(Path file) {
        return new StoreFailure("the file " + file + " is damaged; restore the events from a backup");
    }

    static Segment create(Path file, int number, int previousEnd, long firstSequence, long generation, int capacity)
            throws IOException {
        byte[] header = new byte[HEADER];
        Bytes.putInt64(header, 0, MAGIC);
        Bytes.putInt32(header, 8, number);
        Bytes.putInt32(header, 12, previousEnd);
        Bytes.putInt64(header, 16, firstSequence);
        Bytes.putInt64(header, 24, generation);
        // Under another name until it can be recognised: a crash must not leave one that looks damaged.
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        var channel = FileChannel.open(unfinished, CREATE, TRUNCATE_EXISTING, READ, WRITE);
        try {
            write(channel, header, HEADER, 0);
            var segment = new Segment(file, mapped(channel, Math.max(capacity, HEADER)));
            segment.channel = channel;
            channel.force(true);
            Files.move(unfinished, file, ATOMIC_MOVE, REPLACE_EXISTING);
            return segment;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// Maps more than is there: what will be written is seen through the same mapping.
    private static MemorySegment mapped(FileChannel channel, long capacity) throws IOException {
        long size = channel.size();
        MemorySegment memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, capacity, Arena.ofAuto());
        channel.truncate(size);
        return memory;
    }

    /// Opens a file that is read, and grows no more.
    ///
    /// @param knownEnd where its frames end, if the next file says so
    static Segment open(Path file, Optional<Integer> knownEnd) throws IOException {
        try (var channel = FileChannel.open(file, READ)) {
            MemorySegment memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
            var segment = new Segment(file, memory);
            if (!segment.readTrailer()) segment.readFrames(knownEnd.orElse((int) memory.byteSize()), knownEnd);
            return segment;
        }
    }

    private boolean readTrailer() {
        long size = memory.byteSize();
        if (size < HEADER + TRAILER || memory.get(Bytes.FILE_INT, size - 4) != SEALED) return false;
        int count = memory.get(Bytes.FILE_INT, size - 8);
        int at = memory.get(Bytes.FILE_INT, size - 12);
        if (count < 0 || at < HEADER || at + 4L * count + TRAILER != size) return false;
        if (Frame.checksum(memory, at, 4L * count) != memory.get(Bytes.FILE_INT, size - 16)) throw damaged(file);
        end = at;
        tableAt = at;
        tableSize = count;
        return true;
    }

    /// Finds out what is in a file that was not sealed. Only its last frame can be a torn one, since each is synced
    /// before the next is written: a whole frame behind a broken one means that the file was damaged later.
    private void readFrames(int limit, Optional<Integer> knownEnd) {
        var found = new Frame.Reader() {
            @Override
            public void event(StoredEvent event, int offset) {
                register(event.sequence(), offset);
            }

            @Override
            public void removal(long sequence) {}

            @Override
            public void fact(byte[] key, byte[] value) {}

            @Override
            public void noFact(byte[] key) {}
        };
        if (limit > memory.byteSize()) throw damaged(file);
        int at = HEADER;
        for (int length; (length = Frame.lengthAt(memory, at, limit)) > 0; at += length) {
            Frame.read(memory, at, length, found);
        }
        boolean isTorn = knownEnd.isEmpty() && Frame.nextAt(memory, at, limit) == limit;
        if (at != limit && !isTorn) throw damaged(file);
        end = at;
    }

    Path file() {
        return file;
    }

    int number() {
        return number;
    }

    int previousEnd() {
        return previousEnd;
    }

    long firstSequence() {
        return firstSequence;
    }

    /// How often it was written anew without what had gone.
    long generation() {
        return generation;
    }

    int end() {
        return end;
    }

    boolean isSealed() {
        return tableAt > 0;
    }

    /// Lets an opened file grow again.
    Segment reopened(int capacity) throws IOException {
        var writing = FileChannel.open(file, READ, WRITE);
        try {
            writing.truncate(end);
            var segment = new Segment(file, mapped(writing, Math.max(capacity, end)));
            segment.channel = writing;
            segment.end = end;
            segment.offsets = offsets;
            segment.tableSize = tableSize;
            return segment;
        } catch (IOException e) {
            writing.close();
            throw e;
        }
    }

    boolean hasRoomFor(int length) {
        return memory.byteSize() - end >= length;
    }

    /// Appends a frame and syncs it to disk.
    void append(Frame frame) throws IOException {
        FileChannel open = open();
        write(open, frame.finished(), frame.size(), end);
        open.force(false);
        register(frame);
    }

    /// Appends a frame to a copy, which is synced as a whole.
    private void write(Frame frame) throws IOException {
        write(open(), frame.finished(), frame.size(), end);
        register(frame);
    }

    private void register(Frame frame) {
        for (int i = 0; i < frame.events(); i++) register(frame.sequence(i), end + frame.offset(i));
        end += frame.size();
    }

    /// Makes as if what comes after had never been written.
    void cutTo(int newEnd) throws IOException {
        end = newEnd;
        while (tableSize > 0 && (int) OFFSET.getAcquire(offsets, tableSize - 1) >= newEnd) {
            OFFSET.setRelease(offsets, --tableSize, 0);
        }
        open().truncate(newEnd).force(false);
    }

    private FileChannel open() {
        FileChannel open = channel;
        if (open == null) throw new IllegalStateException("segment " + number + " grows no more");
        return open;
    }

    private static void write(FileChannel channel, byte[] bytes, int length, long at) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
        while (rest.hasRemaining()) at += channel.write(rest, at);
    }

    private void register(long sequence, int offset) {
        int index = (int) (sequence - firstSequence);
        if (index >= offsets.length) offsets = Arrays.copyOf(offsets, Math.max(1024, (index + 1) * 3 / 2));
        // Readers hear of a sequence from the index, which is written after this.
        OFFSET.setRelease(offsets, index, offset);
        tableSize = Math.max(tableSize, index + 1);
    }

    /// The event of that sequence, also if it has gone meanwhile but its bytes are still here.
    Optional<StoredEvent> event(long sequence) {
        long index = sequence - firstSequence;
        int offset;
        if (tableAt > 0) {
            offset = index < tableSize ? memory.get(Bytes.FILE_INT, tableAt + 4 * index) : 0;
        } else {
            int[] growing = offsets;
            offset = index < growing.length ? (int) OFFSET.getAcquire(growing, (int) index) : 0;
        }
        return offset == 0 ? Optional.empty() : Optional.of(Frame.eventAt(memory, offset));
    }

    /// How many sequences it spans.
    int span() {
        return tableSize;
    }

    void read(int from, Frame.Reader reader) {
        int at = from;
        while (at < end) at += readFrame(at, reader);
    }

    private int readFrame(int at, Frame.Reader reader) {
        int length = Frame.lengthAt(memory, at, end);
        if (length == 0) throw damaged(file);
        Frame.read(memory, at, length, reader);
        return length;
    }

    /// Writes down where each event stands, so that the next start needn't look. The file grows no more.
    Segment sealed() throws IOException {
        byte[] table = new byte[4 * tableSize + TRAILER];
        for (int i = 0; i < tableSize; i++) Bytes.putInt32(table, 4 * i, (int) OFFSET.getAcquire(offsets, i));
        var sum = new CRC32C();
        sum.update(table, 0, 4 * tableSize);
        Bytes.putInt32(table, table.length - 16, (int) sum.getValue());
        Bytes.putInt32(table, table.length - 12, end);
        Bytes.putInt32(table, table.length - 8, tableSize);
        Bytes.putInt32(table, table.length - 4, SEALED);
        FileChannel open = open();
        // A commit that failed may have left something there.
        open.truncate(end);
        write(open, table, table.length, end);
        open.force(false);
        close();
        return open(file, Optional.empty());
    }

    /// Writes it anew with the events that are still wanted, beside the old file. All else that the frames say is kept:
    /// from the journal alone the whole index can be made anew.
    Path copyOf(Path target, Predicate<StoredEvent> isWanted) throws IOException {
        int capacity = (int) Math.min(Integer.MAX_VALUE, memory.byteSize() + Frame.HEADER * (long) tableSize);
        try (Segment copy = create(target, number, previousEnd, firstSequence, generation + 1, capacity)) {
            var frame = new Frame();
            var kept = new Frame.Reader() {
                @Override
                public void event(StoredEvent event, int offset) {
                    if (isWanted.test(event)) frame.event(event);
                }

                @Override
                public void removal(long sequence) {
                    frame.removal(sequence);
                }

                @Override
                public void fact(byte[] key, byte[] value) {
                    frame.fact(key, value);
                }

                @Override
                public void noFact(byte[] key) {
                    frame.noFact(key);
                }
            };
            int at = HEADER;
            while (at < end) {
                at += readFrame(at, kept);
                if (at < end && frame.size() < 1 << 20) continue;
                copy.write(frame);
                frame.clear();
            }
            copy.tableSize = tableSize;
            copy.offsets = Arrays.copyOf(copy.offsets, tableSize);
            var _ = copy.sealed();
        }
        return target;
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) open.close();
    }

    static void syncFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    long size() throws IOException {
        return Files.size(file);
    }
}
