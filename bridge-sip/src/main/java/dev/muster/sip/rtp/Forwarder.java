package dev.muster.sip.rtp;

import static dev.muster.sip.rtp.RtpPacket.HEADER;

import org.jspecify.annotations.Nullable;

/// Takes what comes from one leg into the other, payload untouched: only the header is new.
public final class Forwarder {
    private final Outgoing outgoing;
    private volatile PayloadMap map;

    private Outgoing.@Nullable Turn turn;
    private Renumbering numbers = new Renumbering(0);
    private int ssrc;
    private int firstTimestamp;

    /// Whom we heard before, some of whose packets may come after the first of the new one.
    private int formerSsrc;

    private @Nullable Renumbering formerNumbers;

    /// The number after one that fitted nowhere. If it comes indeed, the source has begun anew (RFC 3550,
    /// A.1).
    private int restart = -1;

    public Forwarder(Outgoing outgoing, PayloadMap map) {
        this.outgoing = outgoing;
        this.map = map;
    }

    /// Something else was agreed on. May be said by any thread.
    public void reroute(PayloadMap agreed) {
        map = agreed;
    }

    /// Writes what is to go on.
    ///
    /// @param target may be where the packet lies, and `at` where it begins
    /// @return how long it is; 0 if nothing goes on
    public int forward(RtpPacket packet, byte[] target, int at, long now) {
        Outgoing.Turn mine = turn(packet, now);
        if (mine == null) return 0;
        PayloadMap agreed = map;
        int type = agreed.type(packet.payloadType());
        if (type < 0) {
            numbers.leaveOut(packet.sequence());
            return 0;
        }
        int length = packet.payloadLength();
        int place = numbers.place(packet.sequence());
        if (place < 0 || at + HEADER + length > target.length) return 0;

        // Whoever listens may change its delay when somebody begins to speak, and the first of a turn is that.
        int marker = packet.isMarked() || place == 0 ? RtpPacket.MARKER : 0;
        int sampled = packet.timestamp() - firstTimestamp;
        int payloadType = packet.payloadType();
        System.arraycopy(packet.bytes(), packet.payloadAt(), target, at + HEADER, length);
        agreed.translate(payloadType, target, at + HEADER, length);
        return mine.write(target, at, marker | type, place, sampled, length, now);
    }

    /// Whose numbers it counts by; null if it belongs nowhere.
    private Outgoing.@Nullable Turn turn(RtpPacket packet, long now) {
        Outgoing.Turn mine = turn;
        if (mine == null || mine.isOver()) return begin(packet, now);
        if (packet.ssrc() != ssrc) return isLeftover(packet) ? null : begin(packet, now);
        if (numbers.follows(packet.sequence())) return mine;
        if (packet.sequence() == restart) return begin(packet, now);
        restart = packet.sequence() + 1 & 0xffff;
        return null;
    }

    private boolean isLeftover(RtpPacket packet) {
        return formerNumbers != null && packet.ssrc() == formerSsrc && !formerNumbers.isAhead(packet.sequence());
    }

    private Outgoing.@Nullable Turn begin(RtpPacket packet, long now) {
        // What stays out takes no turn from anybody.
        if (map.type(packet.payloadType()) < 0) return null;
        formerNumbers = turn == null ? null : numbers;
        formerSsrc = ssrc;
        Outgoing.Turn mine = outgoing.take(now);
        turn = mine;
        ssrc = packet.ssrc();
        numbers = new Renumbering(packet.sequence());
        firstTimestamp = packet.timestamp();
        restart = -1;
        return mine;
    }
}
