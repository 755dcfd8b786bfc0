package dev.muster.nostr.negentropy;

/// A number in base 128, most significant digit first, with as few digits as possible; all but the last have the high
/// bit set.
final class Varint {
    static final int MAX_LENGTH = 10;

    private Varint() {}

    /// Writes `value`, an unsigned number, into `target` and returns where it ended.
    static int write(long value, byte[] target, int at) {
        int end = at + length(value);
        target[end - 1] = (byte) (value & 0x7f);
        for (int i = end - 2; i >= at; i--) {
            value >>>= 7;
            target[i] = (byte) ((value & 0x7f) | 0x80);
        }
        return end;
    }

    private static int length(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        return (bits + 6) / 7;
    }
}
