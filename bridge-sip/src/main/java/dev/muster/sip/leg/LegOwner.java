package dev.muster.sip.leg;

import dev.muster.sip.rtp.Quality;
import dev.muster.sip.rtp.RtpPacket;

/// Whose leg it is.
public interface LegOwner {
    /// A packet, in the clear, on the thread that reads it and those of other calls too: it must not wait. It
    /// is lent for the call, and there is room behind it.
    ///
    /// @param now as `System.nanoTime()` tells it
    void rtp(RtpPacket packet, long now);

    /// It is doing otherwise than before. In order, on the leg's own thread.
    void state(LegState state);

    /// It can be understood badly now, or well again. On the leg's own thread.
    void quality(boolean isPoor, Quality.Measure measure);
}
