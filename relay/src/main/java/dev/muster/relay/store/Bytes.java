package dev.muster.relay.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Numbers in byte arrays and in mapped files, big end first, so that they sort as bytes the way they do as numbers.
final class Bytes {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    static final ValueLayout.OfShort FILE_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfInt FILE_INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfLong FILE_LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    static int int16(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at) & 0xffff;
    }

    static void putInt16(byte[] bytes, int at, int value) {
        SHORT.set(bytes, at, (short) value);
    }

    static int int32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static void putInt32(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    static long int48(byte[] bytes, int at) {
        return (long) int16(bytes, at) << 32 | (int32(bytes, at + 2) & 0xffffffffL);
    }

    static void putInt48(byte[] bytes, int at, long value) {
        putInt16(bytes, at, (int) (value >>> 32));
        putInt32(bytes, at + 2, (int) value);
    }

    static long int64(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static void putInt64(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    /// The number that sixteen digits of lower-case hex stand for.
    static long hex64(MemorySegment text, long at) {
        return hex32(text.get(FILE_LONG, at)) << 32 | hex32(text.get(FILE_LONG, at + 8));
    }

    static long hex64(byte[] text, int at) {
        return hex32(int64(text, at)) << 32 | hex32(int64(text, at + 8));
    }

    /// Turns eight digits into the number at once: each into its value, then neighbours together, three times.
    private static long hex32(long digits) {
        long letters = (digits >>> 6) & 0x0101010101010101L;
        long nibbles = (digits & 0x0f0f0f0f0f0f0f0fL) + letters * 9;
        long bytes = (nibbles >>> 4 | nibbles) & 0x00ff00ff00ff00ffL;
        long shorts = (bytes >>> 8 | bytes) & 0x0000ffff0000ffffL;
        return (shorts >>> 16 | shorts) & 0xffffffffL;
    }

    static boolean equal(MemorySegment file, long at, byte[] bytes) {
        int i = 0;
        for (; i + 8 <= bytes.length; i += 8) if (file.get(FILE_LONG, at + i) != int64(bytes, i)) return false;
        for (; i < bytes.length; i++) if (file.get(ValueLayout.JAVA_BYTE, at + i) != bytes[i]) return false;
        return true;
    }

    static byte[] copy(MemorySegment file, long at, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(file, ValueLayout.JAVA_BYTE, at, bytes, 0, length);
        return bytes;
    }

    static int putVarint(byte[] bytes, int at, int value) {
        int rest = value;
        while (rest >= 0x80) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return at;
    }

    static long varint(MemorySegment bytes, long at) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get(ValueLayout.JAVA_BYTE, at++);
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) return value;
        }
    }

    static int varintLength(long value) {
        return value < 0x80 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }
}
