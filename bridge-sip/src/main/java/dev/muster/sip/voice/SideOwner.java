package dev.muster.sip.voice;

import dev.muster.sip.leg.LegState;
import dev.muster.sip.rtp.Quality;

/// Whose side it is. All is told on the leg's own thread.
public interface SideOwner {
    /// Its leg is doing otherwise than before.
    void state(LegState state);

    /// It can be understood badly now, or well again.
    void quality(boolean isPoor, Quality.Measure measure);
}
