package dev.muster.sip.voice;

import dev.muster.sip.mix.Ear;
import dev.muster.sip.mix.Voice;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.JitterBuffer;
import dev.muster.sip.rtp.RtpPacket;

/// A side in a room with others: what it says, in time, and what it hears of them.
public final class Member implements Listener, Voice, Ear {
    private final JitterBuffer buffer = new JitterBuffer();
    private final Side side;

    /// It speaks once [Side#speakTo] says so.
    public Member(Side side) {
        this.side = side;
    }

    @Override
    public void heard(RtpPacket packet, G711 law, long now) {
        buffer.put(packet, law);
    }

    @Override
    public boolean take(short[] frame) {
        return buffer.take(frame);
    }

    @Override
    public void hear(short[] frame) {
        side.say(frame);
    }
}
