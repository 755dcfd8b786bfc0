package dev.muster.sip.page;

import dev.muster.sip.leg.Leg;
import dev.muster.sip.leg.LegOwner;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.leg.Writing;
import dev.muster.sip.mix.Ear;
import dev.muster.sip.mix.Voice;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.JitterBuffer;
import dev.muster.sip.rtp.OwnAudio;
import dev.muster.sip.rtp.Quality;
import dev.muster.sip.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/// A leg with a browser as a member of a room: what it says in time, and what it hears.
final class Line implements LegOwner, Voice, Ear {
    private final JitterBuffer buffer = new JitterBuffer();
    private final Runnable whenOver;
    private final short[] frame = new short[G711.FRAME];
    private final Writing writing = this::write;

    private volatile @Nullable Leg leg;
    private @Nullable OwnAudio audio;
    private G711 law = G711.PCMU;

    /// @param whenOver done when the leg has ended, on its own thread
    Line(Runnable whenOver) {
        this.whenOver = whenOver;
    }

    /// This is its leg.
    void owns(Leg its) {
        audio = new OwnAudio(its.outgoing());
        leg = its;
    }

    @Override
    public void rtp(RtpPacket packet, long now) {
        int type = packet.payloadType();
        if (type == G711.PCMU.payloadType()) buffer.put(packet, G711.PCMU);
        else if (type == G711.PCMA.payloadType()) buffer.put(packet, G711.PCMA);
    }

    @Override
    public boolean take(short[] target) {
        return buffer.take(target);
    }

    @Override
    public void hear(short[] heard) {
        Leg to = leg;
        if (to == null || !(to.state() instanceof LegState.Connected)) return;
        law = to.agreed()
                .map(agreed -> G711.valueOf(agreed.voice().codecs().getFirst().name()))
                .orElse(G711.PCMU);
        System.arraycopy(heard, 0, frame, 0, frame.length);
        to.send(writing);
    }

    private int write(byte[] target, int at, long now) {
        OwnAudio by = audio;
        return by == null ? 0 : by.send(frame, 0, frame.length, law, target, at, now);
    }

    @Override
    public void state(LegState state) {
        if (state.isOver()) whenOver.run();
    }

    @Override
    public void quality(boolean isPoor, Quality.Measure measure) {
        // The browser knows that itself.
    }
}
