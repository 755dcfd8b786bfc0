package dev.muster.relay.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Numbers in byte arrays, big end first, so that they sort as bytes the way they do as numbers.
final class Bytes {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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
    static long hex64(byte[] text, int at) {
        long value = 0;
        for (int i = at; i < at + 16; i++) {
            int c = text[i];
            value = value << 4 | (c <= '9' ? c - '0' : c - 'a' + 10);
        }
        return value;
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

    static long varint(byte[] bytes, int at) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) return value;
        }
    }

    static int varintLength(long value) {
        return value < 0x80 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }
}
