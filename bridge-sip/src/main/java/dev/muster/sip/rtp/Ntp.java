package dev.muster.sip.rtp;

import java.time.Instant;

/// Time as RTCP tells it: seconds since 1900 above, their 2^32ths below.
final class Ntp {
    private static final long SECONDS_BEFORE_1970 = 2_208_988_800L;
    private static final long NANOS = 1_000_000_000;

    private Ntp() {}

    static long of(Instant instant) {
        return (instant.getEpochSecond() + SECONDS_BEFORE_1970) << 32 | ((long) instant.getNano() << 32) / NANOS;
    }

    /// The 65536ths of a second in which reports count how long something took.
    static long units(long nanos) {
        return nanos / NANOS * 65_536 + nanos % NANOS * 65_536 / NANOS;
    }

    static long nanos(long units) {
        return units * NANOS / 65_536;
    }
}
