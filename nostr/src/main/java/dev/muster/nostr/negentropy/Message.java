package dev.muster.nostr.negentropy;

import dev.muster.nostr.event.EventId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A message as it came in: a version, and ranges one after another.
///
/// All of it is read before any of it is believed, and nothing is allocated on a claim: it takes as much memory as its
/// own bytes justify.
final class Message {
    /// Protocol version 1. Version 0 was 0x60, version 2 will be 0x62.
    static final byte VERSION = 0x61;

    static final int SKIP = 0;
    static final int FINGERPRINT = 1;
    static final int ID_LIST = 2;

    private static final byte VERSION_0 = 0x60;
    private static final byte LAST_VERSION = 0x6f;

    private final byte[] bytes;
    private int at = 1;
    private long lastTimestamp;

    private Message(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The number of the protocol's version that `message` is written in.
    static int version(byte[] message) {
        if (message.length == 0) throw new IllegalArgumentException("an empty negentropy message");
        byte version = message[0];
        if (version < VERSION_0 || version > LAST_VERSION)
            throw new IllegalArgumentException(
                    "a negentropy message begins with its version, 0x60 to 0x6f, not 0x%02x".formatted(version));
        return version - VERSION_0;
    }

    /// Reads the ranges of a message in version 1.
    static List<Range> ranges(byte[] message) {
        return new Message(message).ranges();
    }

    private List<Range> ranges() {
        List<Range> ranges = new ArrayList<>();
        Bound start = Bound.START;
        while (at < bytes.length) {
            Range range = range();
            // An empty range is no error: other implementations end a full frame with one at infinity.
            if (range.end().compareTo(start) < 0) throw malformed("a range that ends before it starts");
            ranges.add(range);
            start = range.end();
        }
        return ranges;
    }

    private Range range() {
        Bound end = new Bound(timestamp(), take(prefixLength(), "an id prefix"));
        if (end.compareTo(Bound.INFINITY) > 0) throw malformed("an infinite bound with an id prefix");
        long mode = varint();
        if (mode == SKIP) return new Range.Skipped(end);
        if (mode == FINGERPRINT)
            return new Range.Fingerprinted(end, new Fingerprint(take(Fingerprint.LENGTH, "a fingerprint")));
        if (mode == ID_LIST) return new Range.Listed(end, ids());
        throw malformed("an unknown mode: " + Long.toUnsignedString(mode));
    }

    private long timestamp() {
        long encoded = varint();
        if (encoded == 0) lastTimestamp = Bound.INFINITE_TIME;
        else {
            long timestamp = lastTimestamp + (encoded - 1);
            boolean overflows = Long.compareUnsigned(timestamp, lastTimestamp) < 0;
            if (overflows || timestamp == Bound.INFINITE_TIME || lastTimestamp == Bound.INFINITE_TIME)
                throw malformed("a timestamp beyond infinity");
            lastTimestamp = timestamp;
        }
        return lastTimestamp;
    }

    private int prefixLength() {
        long length = varint();
        if (Long.compareUnsigned(length, EventId.LENGTH) > 0)
            throw malformed("an id prefix of " + Long.toUnsignedString(length) + " bytes, more than an id has");
        return (int) length;
    }

    private byte[] ids() {
        long count = varint();
        int left = bytes.length - at;
        if (Long.compareUnsigned(count, left / EventId.LENGTH) > 0)
            throw malformed("a list of " + Long.toUnsignedString(count) + " ids in " + left + " bytes");
        return take((int) count * EventId.LENGTH, "ids");
    }

    private byte[] take(int length, String what) {
        if (length > bytes.length - at)
            throw malformed(what + " of " + length + " bytes in " + (bytes.length - at) + " bytes");
        byte[] taken = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return taken;
    }

    /// An unsigned number of 64 bits.
    private long varint() {
        long value = 0;
        int first = at;
        while (at < bytes.length) {
            byte digit = bytes[at++];
            if (digit == (byte) 0x80 && at == first + 1) throw malformed("a number that begins with a zero digit");
            if (value >>> (Long.SIZE - 7) != 0) throw malformed("a number of more than 64 bits");
            value = (value << 7) | (digit & 0x7f);
            if (digit >= 0) return value;
        }
        throw malformed(first == at ? "a number is missing" : "a number without its last digit");
    }

    private IllegalArgumentException malformed(String what) {
        return new IllegalArgumentException("malformed negentropy message before byte " + at + ": " + what);
    }
}
