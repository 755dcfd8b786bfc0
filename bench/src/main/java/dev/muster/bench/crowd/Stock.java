package dev.muster.bench.crowd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.muster.bench.wire.Frames;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.message.ClientMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.IntStream;

/// The events of one sort, each as a frame ready to be sent. Made when first asked for, and more when more are asked
/// for.
///
/// The file is a mark, the time that the events start at, and the frames one after another.
public final class Stock implements AutoCloseable {
    private static final long MARK = 0x4d75_7374_6572_0001L;
    private static final int HEAD = 16;
    private static final Duration SPAN = Duration.ofDays(31);
    private static final int AT_ONCE = 4_096;

    /// The length comes after the frame's first two bytes: no event is so short or so long that it would not.
    private static final int LENGTH_AT = 2;

    private static final ValueLayout.OfShort LENGTH = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int PAYLOAD_AT = 8;
    private static final int JSON_AT = PAYLOAD_AT + "[\"EVENT\",".length();
    private static final int ID_AT = JSON_AT + "{\"id\":\"".length();

    private final Sort sort;
    private final long start;
    private final Arena arena;
    private final MemorySegment file;
    private final long[] offsets;

    private Stock(Sort sort, Arena arena, MemorySegment file, long[] offsets) {
        this.sort = sort;
        this.arena = arena;
        this.file = file;
        this.offsets = offsets;
        this.start = file.get(NUMBER, Long.BYTES);
    }

    /// At least so many events of a sort, kept in `folder`.
    public static Stock of(Sort sort, int count, Path folder, InstantSource clock) throws IOException {
        Files.createDirectories(folder);
        Path path = folder.resolve(sort.name().toLowerCase(Locale.ROOT) + ".frames");
        if (!Files.exists(path)) Files.write(path, head(clock));
        long[] offsets = offsets(path, count);
        int there = offsets.length - 1;
        if (there < count) {
            make(sort, there, count, offsets[there], path);
            offsets = offsets(path, count);
        }
        Arena arena = Arena.ofShared();
        return new Stock(sort, arena, map(path, arena), offsets);
    }

    private static byte[] head(InstantSource clock) {
        long start = clock.instant().minus(SPAN).getEpochSecond();
        return ByteBuffer.allocate(HEAD).putLong(MARK).putLong(start).array();
    }

    private static MemorySegment map(Path path, Arena arena) throws IOException {
        try (var channel = FileChannel.open(path)) {
            return channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }

    /// Where each frame begins and the last one ends, as far as they are whole.
    private static long[] offsets(Path path, int atMost) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment file = map(path, arena);
            if (file.byteSize() < HEAD || file.get(NUMBER, 0) != MARK) {
                throw new IOException(path + " holds no events of this version; delete it");
            }
            long[] offsets = new long[atMost + 1];
            offsets[0] = HEAD;
            int count = 0;
            while (count < atMost && offsets[count] + PAYLOAD_AT <= file.byteSize()) {
                int length = file.get(LENGTH, offsets[count] + LENGTH_AT) & 0xffff;
                long next = offsets[count] + PAYLOAD_AT + length;
                if (next > file.byteSize()) break;
                offsets[++count] = next;
            }
            return Arrays.copyOf(offsets, count + 1);
        }
    }

    private static void make(Sort sort, int from, int to, long end, Path path) throws IOException {
        var random = new SecureRandom();
        long start;
        try (var channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // What comes after is the beginning of a frame that somebody was about to write.
            channel.truncate(end);
            var head = ByteBuffer.allocate(HEAD);
            channel.read(head, 0);
            start = head.getLong(Long.BYTES);
        }
        try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.APPEND)) {
            for (int at = from; at < to; at += AT_ONCE) {
                byte[][] frames = IntStream.range(at, Math.min(to, at + AT_ONCE))
                        .parallel()
                        .mapToObj(number -> frame(sort.event(number, start, random)))
                        .toArray(byte[][]::new);
                for (byte[] frame : frames) out.write(frame);
            }
        }
    }

    private static byte[] frame(Event event) {
        return Frames.text(new ClientMessage.Publish(event).json());
    }

    public int size() {
        return offsets.length - 1;
    }

    public byte[] frame(int number) {
        long length = offsets[number + 1] - offsets[number];
        return file.asSlice(offsets[number], length).toArray(JAVA_BYTE);
    }

    /// The frames from one number to before another, each as it is asked for.
    public Iterator<byte[]> frames(int from, int to) {
        return IntStream.range(from, to).mapToObj(this::frame).iterator();
    }

    public Fact fact(int number) {
        return sort.fact(number, start);
    }

    /// Where in a frame the digits of its event's id begin.
    public static int idAt() {
        return ID_AT;
    }

    /// The event's JSON in a frame, as the relay gets to see it.
    public static byte[] json(byte[] frame) {
        return Arrays.copyOfRange(frame, JSON_AT, frame.length - 1);
    }

    /// How long that is.
    public static int jsonLength(byte[] frame) {
        return frame.length - 1 - JSON_AT;
    }

    @Override
    public void close() {
        arena.close();
    }
}
