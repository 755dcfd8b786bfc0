package dev.muster.relay.net;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// permessage-deflate (RFC 7692) for all connections of one event loop. No context outlives a message, so one inflater
/// and one deflater do for all of them, and an idle connection costs nothing.
///
/// An event that goes to many is compressed once: its compressed form stands between what goes before and after it,
/// which are in blocks of their own that are stored as they are.
final class Compression implements AutoCloseable {
    /// Shorter messages gain little: a packet is a packet.
    private static final int WORTHWHILE = 1024;

    private static final int STORED_OVERHEAD = 5;
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};
    private static final byte[] BRACKET = {0, 1, 0, (byte) 0xfe, (byte) 0xff, ']', 0};

    private final Inflater inflater = new Inflater(true);
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private byte[] scratch = new byte[1 << 14];

    private byte @Nullable [] lastEvent;
    private byte @Nullable [] lastDeflated;

    /// A compressed message in its parts.
    record Parts(byte[] before, byte[] event, byte[] after) {
        int length() {
            return before.length + event.length + after.length;
        }

        void writeTo(ByteBuf out) {
            out.writeBytes(before).writeBytes(event).writeBytes(after);
        }
    }

    /// @throws Violation if it isn't deflate's format, or of more than so many bytes
    byte[] inflate(byte[] message, int size, int most) {
        byte[] deflated = Arrays.copyOf(message, size + TAIL.length);
        System.arraycopy(TAIL, 0, deflated, size, TAIL.length);
        inflater.reset();
        inflater.setInput(deflated);
        int length = 0;
        try {
            while (true) {
                int count = inflater.inflate(scratch, length, scratch.length - length);
                length += count;
                if (length > most) throw FrameReader.tooLong();
                if (inflater.finished() || (count == 0 && inflater.needsInput())) break;
                if (inflater.needsDictionary()) throw notDeflate();
                if (length == scratch.length) scratch = Arrays.copyOf(scratch, 2 * length);
            }
        } catch (DataFormatException e) {
            throw notDeflate();
        }
        return Arrays.copyOf(scratch, length);
    }

    private static Violation notDeflate() {
        return new Violation(1007, "the message is not compressed as agreed");
    }

    /// The message in compressed form, if that is worth it.
    Optional<byte[]> deflate(byte[] message) {
        if (!isWorthTrying(message)) return Optional.empty();
        int length = deflateToScratch(message) - TAIL.length;
        return pays(length, message) ? Optional.of(Arrays.copyOf(scratch, length)) : Optional.empty();
    }

    /// The same for a message that is put together from a head, an event and a closing bracket.
    @SuppressWarnings("ReferenceEquality") // An event that goes to many is the same array for all of them.
    Optional<Parts> deflate(byte[] head, byte[] event) {
        if (event != lastEvent) {
            lastEvent = event;
            lastDeflated = null;
            if (isWorthTrying(event)) {
                int length = deflateToScratch(event);
                if (pays(length, event)) lastDeflated = Arrays.copyOf(scratch, length);
            }
        }
        byte[] deflated = lastDeflated;
        if (deflated == null || head.length > 0xffff) return Optional.empty();
        return Optional.of(new Parts(stored(head), deflated, BRACKET));
    }

    private static byte[] stored(byte[] bytes) {
        byte[] block = new byte[STORED_OVERHEAD + bytes.length];
        block[1] = (byte) bytes.length;
        block[2] = (byte) (bytes.length >> 8);
        block[3] = (byte) ~block[1];
        block[4] = (byte) ~block[2];
        System.arraycopy(bytes, 0, block, STORED_OVERHEAD, bytes.length);
        return block;
    }

    private int deflateToScratch(byte[] bytes) {
        deflater.reset();
        deflater.setInput(bytes);
        int length = 0;
        while (true) {
            length += deflater.deflate(scratch, length, scratch.length - length, Deflater.SYNC_FLUSH);
            if (length < scratch.length) return length;
            scratch = Arrays.copyOf(scratch, 2 * length);
        }
    }

    private static boolean pays(int length, byte[] plain) {
        return length < plain.length - plain.length / 5;
    }

    /// Whether some 256 bytes out of the middle repeat themselves more than the Base64 of something encrypted does:
    /// the chance that two of them are equal is 1 in 64 there, and about 1 in 15 in prose and hex.
    private static boolean isWorthTrying(byte[] bytes) {
        if (bytes.length < WORTHWHILE) return false;
        short[] counts = new short[256];
        int from = bytes.length / 2 - 128;
        for (int i = from; i < from + 256; i++) counts[bytes[i] & 0xff]++;
        int equal = 0;
        for (short count : counts) equal += count * (count - 1);
        return equal > 256 * 255 / 40;
    }

    @Override
    public void close() {
        inflater.close();
        deflater.close();
    }
}
