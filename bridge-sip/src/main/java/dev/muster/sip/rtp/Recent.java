package dev.muster.sip.rtp;

/// A flag for each of the last 128 numbers: 0 is the newest of them, 127 the oldest.
public final class Recent {
    public static final int SIZE = 128;

    private long newer;
    private long older;

    /// That many new numbers have come, all without a flag.
    public void advance(long by) {
        if (by >= SIZE) {
            newer = 0;
            older = 0;
        } else if (by >= Long.SIZE) {
            older = newer << (by - Long.SIZE);
            newer = 0;
        } else if (by > 0) {
            older = older << by | newer >>> (Long.SIZE - by);
            newer <<= by;
        }
    }

    public void flag(int age) {
        if (age < Long.SIZE) newer |= 1L << age;
        else older |= 1L << (age - Long.SIZE);
    }

    public boolean isFlagged(int age) {
        return ((age < Long.SIZE ? newer >>> age : older >>> (age - Long.SIZE)) & 1) != 0;
    }

    /// How many of those that are newer than this one have a flag.
    int newerThan(int age) {
        if (age == 0) return 0;
        if (age <= Long.SIZE) return Long.bitCount(newer & (-1L >>> (Long.SIZE - age)));
        return Long.bitCount(newer) + Long.bitCount(older & (-1L >>> (2 * Long.SIZE - age)));
    }
}
