package dev.muster.sip.rtp;

import static dev.muster.sip.rtp.RtpPacket.HEADER;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What we send into one leg: one stream for the whole call, whoever is heard in it.
///
/// Who sends takes a turn, and its numbers go on where those of the one before ended. To the other side
/// nothing has changed, be it that somebody was transferred, came back from another network, or heard a tone
/// in between: some phones stay silent after the SSRC changes.
public final class Outgoing {
    private final int ssrc;
    private int sequence;
    private int timestamp;
    private long timestampSince;
    private long packets;
    private long octets;
    private @Nullable Turn turn;

    public Outgoing(RandomGenerator random) {
        ssrc = random.nextInt();
        // Less than half of what there are: the first loss must not look like a second round (RFC 3711, 3.3.1).
        sequence = random.nextInt(0x8000);
        timestamp = random.nextInt();
    }

    public int ssrc() {
        return ssrc;
    }

    /// How many packets have gone out.
    public long packets() {
        return packets;
    }

    long octets() {
        return octets;
    }

    int timestampAt(long now) {
        return packets == 0 ? timestamp : timestamp + samples(now - timestampSince);
    }

    /// From now on, somebody else is heard.
    Turn take(long now) {
        int first = packets == 0 ? timestamp : timestamp + Math.max(G711.FRAME, samples(now - timestampSince));
        Turn taken = new Turn(sequence + 1, first);
        turn = taken;
        return taken;
    }

    private static int samples(long nanos) {
        return (int) (nanos / (1_000_000_000 / G711.RATE));
    }

    /// Numbers that follow on each other.
    final class Turn {
        private final int firstSequence;
        private final int firstTimestamp;

        private Turn(int firstSequence, int firstTimestamp) {
            this.firstSequence = firstSequence;
            this.firstTimestamp = firstTimestamp;
        }

        boolean isOver() {
            return turn != this;
        }

        /// Completes a packet whose payload is already in its place.
        ///
        /// @param type the second byte: the payload type, and whether it is marked
        /// @param place counted from the first of this turn
        /// @param sampled when it begins, in samples since the first of this turn
        /// @return how long the packet is
        int write(byte[] target, int at, int type, int place, int sampled, int payloadLength, long now) {
            int itsSequence = firstSequence + place;
            int itsTimestamp = firstTimestamp + sampled;
            RtpPacket.writeHeader(target, at, type, itsSequence, itsTimestamp, ssrc);
            if (itsSequence - sequence > 0) sequence = itsSequence;
            if (packets == 0 || itsTimestamp - timestamp > 0) {
                timestamp = itsTimestamp;
                timestampSince = now;
            }
            packets++;
            octets += payloadLength;
            return HEADER + payloadLength;
        }
    }
}
