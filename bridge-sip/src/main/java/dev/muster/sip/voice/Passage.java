package dev.muster.sip.voice;

import dev.muster.sip.leg.Writing;
import dev.muster.sip.rtp.BigEndian;
import dev.muster.sip.rtp.Forwarder;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.RtpPacket;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way of one side's packets into another one. Used by the thread that reads them; makes nothing anew for a
/// packet.
final class Passage implements Writing {
    private @Nullable Way way;
    private @Nullable RtpPacket packet;
    private boolean isMuted;
    private boolean wasAsked;

    /// Where it leads, and by which agreements.
    private record Way(Output to, Speech mine, Speech theirs, boolean isSecret, Forwarder forwarder) {}

    /// Passes it on.
    ///
    /// @param isSecret whether keys stay out
    /// @param isMuted whether silence goes on in place of what is said: who hears nothing at all thinks that
    /// the call is lost
    void pass(RtpPacket its, Speech mine, Output to, boolean isSecret, boolean isMuted) {
        Speech theirs = to.speech();
        if (theirs == null || to.isBusy()) {
            interrupt();
            return;
        }
        Way now = way(mine, to, theirs, isSecret);
        way = now;
        packet = its;
        this.isMuted = isMuted;
        wasAsked = false;
        now.to.send(this);
        packet = null;
        if (!wasAsked) interrupt();
    }

    /// What comes next begins anew: what was left out meanwhile isn't lost.
    void interrupt() {
        way = null;
    }

    private Way way(Speech mine, Output to, Speech theirs, boolean isSecret) {
        Way now = way;
        if (now == null || !now.to.equals(to))
            return new Way(to, mine, theirs, isSecret, new Forwarder(to.leg().outgoing(), mine.to(theirs, isSecret)));
        if (now.mine.equals(mine) && now.theirs.equals(theirs) && now.isSecret == isSecret) return now;
        now.forwarder.reroute(mine.to(theirs, isSecret));
        return new Way(to, mine, theirs, isSecret, now.forwarder);
    }

    @Override
    public int write(byte[] target, int at, long now) {
        wasAsked = true;
        Way by = way;
        RtpPacket its = packet;
        if (by == null || its == null) return 0;
        int length = by.forwarder.forward(its, target, at, now);
        if (length == 0) return 0;
        if (isMuted) silence(target, at, length);
        by.to.over(target, at, length);
        return length;
    }

    private static void silence(byte[] target, int at, int length) {
        Optional<G711> law = Speech.law(BigEndian.u8(target, at + 1) & 0x7f);
        if (law.isPresent())
            Arrays.fill(target, at + RtpPacket.HEADER, at + length, law.get().silence());
    }
}
