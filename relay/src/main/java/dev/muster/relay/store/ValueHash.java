package dev.muster.relay.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// SipHash-1-3 under a secret of this store: nobody outside can make values that crowd into the same place of an index.
final class ValueHash {
    static final int SECRET_LENGTH = 16;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final long k0;
    private final long k1;

    ValueHash(byte[] secret) {
        k0 = MemorySegment.ofArray(secret).get(WORD, 0);
        k1 = MemorySegment.ofArray(secret).get(WORD, 8);
    }

    long of(byte[] value) {
        return of(MemorySegment.ofArray(value), 0, value.length);
    }

    long of(MemorySegment bytes, long from, int length) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        long whole = from + (length & ~7);
        // One round a word and three at the end; the last turn takes what is left over, and the length.
        for (long at = from; at <= whole; at += 8) {
            long word = at < whole ? bytes.get(WORD, at) : rest(bytes, whole, from + length, length);
            v3 ^= word;
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
        }
        v2 ^= 0xff;
        for (int round = 0; round < 3; round++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long rest(MemorySegment bytes, long from, long to, int length) {
        long word = (long) length << 56;
        for (long at = from; at < to; at++) {
            word |= (bytes.get(ValueLayout.JAVA_BYTE, at) & 0xffL) << (8 * (at - from));
        }
        return word;
    }
}
