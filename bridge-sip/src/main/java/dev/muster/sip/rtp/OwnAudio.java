package dev.muster.sip.rtp;

import static dev.muster.sip.rtp.RtpPacket.HEADER;

import org.jspecify.annotations.Nullable;

/// Audio that we make ourselves: tones, announcements, what several say at once.
public final class OwnAudio {
    private final Outgoing outgoing;
    private Outgoing.@Nullable Turn turn;
    private int place;
    private int sampled;

    public OwnAudio(Outgoing outgoing) {
        this.outgoing = outgoing;
    }

    /// Writes the next packet.
    ///
    /// @return how long it is
    public int send(short[] samples, int from, int length, G711 law, byte[] target, int at, long now) {
        Outgoing.Turn mine = turn;
        if (mine == null || mine.isOver()) {
            mine = outgoing.take(now);
            turn = mine;
            place = 0;
            sampled = 0;
        }
        law.encode(samples, from, length, target, at + HEADER);
        int type = law.payloadType() | (place == 0 ? RtpPacket.MARKER : 0);
        int written = mine.write(target, at, type, place, sampled, length, now);
        place++;
        sampled += length;
        return written;
    }

    /// It is silent for now; what comes next begins anew.
    public void pause() {
        turn = null;
    }
}
