package dev.muster.sip.srtp;

import dev.muster.sip.rtp.Recent;

/// Where one stream has come to: packets count up to 2^48, of which each carries only the last 16 bits.
final class Stream {
    /// One key is good for so many (RFC 3711, 9.2). Afterwards the key stream would come again.
    static final long MOST_PACKETS = 1L << 48;

    static final long MOST_REPORTS = 1L << 31;

    private final int ssrc;
    private final Counted packets = new Counted();
    private final Counted reports = new Counted();

    /// Which numbers were there.
    static final class Counted {
        private long highest = -1;
        private final Recent seen = new Recent();

        long highest() {
            return highest;
        }

        /// Whether it wasn't there before, as far as can be known.
        boolean isNew(long index) {
            if (index > highest) return true;
            long age = highest - index;
            return age < Recent.SIZE && !seen.isFlagged((int) age);
        }

        void add(long index) {
            if (index > highest) {
                seen.advance(index - highest);
                highest = index;
            }
            seen.flag((int) (highest - index));
        }
    }

    Stream(int ssrc) {
        this.ssrc = ssrc;
    }

    int ssrc() {
        return ssrc;
    }

    Counted packets() {
        return packets;
    }

    Counted reports() {
        return reports;
    }

    /// Which packet this is, by the one that is nearest (RFC 3711, 3.3.1); -1 if it would be one before the
    /// first, or there are no more.
    long index(int sequence) {
        long highest = packets.highest;
        if (highest < 0) return sequence;
        long ahead = (short) (sequence - (int) highest);
        // Exactly between two: then it is the one behind.
        long index = highest + ahead;
        return index < 0 || index >= MOST_PACKETS ? -1 : index;
    }
}
