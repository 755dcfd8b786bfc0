package dev.muster.sip.rtp;

import java.util.ArrayList;
import java.util.List;

/// What the two sides tell each other of a stream (RFC 3550, 6).
public sealed interface Rtcp {
    int SENDER_REPORT = 200;
    int RECEIVER_REPORT = 201;
    int DESCRIPTION = 202;
    int GOODBYE = 203;

    /// What somebody has sent, and what of others has arrived.
    ///
    /// @param ntp when it was sent, by its clock
    /// @param timestamp the same moment, as its packets count it
    record SenderReport(int ssrc, long ntp, int timestamp, int packets, int octets, List<Block> blocks)
            implements Rtcp {
        public SenderReport {
            blocks = List.copyOf(blocks);
        }
    }

    /// What has arrived with somebody who sends nothing.
    record ReceiverReport(int ssrc, List<Block> blocks) implements Rtcp {
        public ReceiverReport {
            blocks = List.copyOf(blocks);
        }
    }

    /// These will send no more.
    record Goodbye(List<Integer> ssrcs) implements Rtcp {
        public Goodbye {
            ssrcs = List.copyOf(ssrcs);
        }
    }

    /// How a stream arrives.
    ///
    /// @param ssrc whose
    /// @param fractionLost in 256ths, since the last report
    /// @param lost since the start; less than none if some came twice
    /// @param highest the sequence number, and before it how often they began anew
    /// @param jitter in samples
    /// @param lastReport the middle of the NTP time in the last sender report; 0 if there was none
    /// @param sinceLastReport how long ago that came, in 65536ths of a second
    record Block(int ssrc, int fractionLost, int lost, int highest, int jitter, int lastReport, int sinceLastReport) {
        static final int LENGTH = 24;

        static Block read(byte[] bytes, int at) {
            return new Block(
                    BigEndian.i32(bytes, at),
                    BigEndian.u8(bytes, at + 4),
                    BigEndian.i32(bytes, at + 4) << 8 >> 8,
                    BigEndian.i32(bytes, at + 8),
                    BigEndian.i32(bytes, at + 12),
                    BigEndian.i32(bytes, at + 16),
                    BigEndian.i32(bytes, at + 20));
        }

        void write(byte[] target, int at) {
            BigEndian.put32(target, at, ssrc);
            int bounded = Math.clamp(lost, -0x80_0000, 0x7f_ffff);
            BigEndian.put32(target, at + 4, fractionLost << 24 | (bounded & 0xff_ffff));
            BigEndian.put32(target, at + 8, highest);
            BigEndian.put32(target, at + 12, jitter);
            BigEndian.put32(target, at + 16, lastReport);
            BigEndian.put32(target, at + 20, sinceLastReport);
        }
    }

    /// What is in a datagram, of what concerns us; none if it is malformed.
    static List<Rtcp> read(byte[] bytes, int from, int length) {
        List<Rtcp> read = new ArrayList<>(2);
        int at = from;
        int end = from + length;
        while (at < end) {
            if (end - at < 4 || BigEndian.u8(bytes, at) >> 6 != 2) return List.of();
            int its = 4 + 4 * BigEndian.u16(bytes, at + 2);
            if (its > end - at) return List.of();
            if (!add(read, bytes, at, its)) return List.of();
            at += its;
        }
        return read;
    }

    private static boolean add(List<Rtcp> read, byte[] bytes, int at, int length) {
        int count = bytes[at] & 0x1f;
        switch (BigEndian.u8(bytes, at + 1)) {
            case SENDER_REPORT -> {
                if (length < 28 + count * Block.LENGTH) return false;
                read.add(new SenderReport(
                        BigEndian.i32(bytes, at + 4),
                        (long) BigEndian.i32(bytes, at + 8) << 32 | (BigEndian.i32(bytes, at + 12) & 0xffff_ffffL),
                        BigEndian.i32(bytes, at + 16),
                        BigEndian.i32(bytes, at + 20),
                        BigEndian.i32(bytes, at + 24),
                        blocks(bytes, at + 28, count)));
            }
            case RECEIVER_REPORT -> {
                if (length < 8 + count * Block.LENGTH) return false;
                read.add(new ReceiverReport(BigEndian.i32(bytes, at + 4), blocks(bytes, at + 8, count)));
            }
            case GOODBYE -> {
                if (length < 4 + 4 * count) return false;
                List<Integer> ssrcs = new ArrayList<>(count);
                for (int i = 0; i < count; i++) ssrcs.add(BigEndian.i32(bytes, at + 4 + 4 * i));
                read.add(new Goodbye(ssrcs));
            }
            default -> {}
        }
        return true;
    }

    private static List<Block> blocks(byte[] bytes, int at, int count) {
        List<Block> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) blocks.add(Block.read(bytes, at + i * Block.LENGTH));
        return blocks;
    }
}
