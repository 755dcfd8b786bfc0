package dev.muster.sip.leg;

import dev.muster.sip.rtp.Quality;

/// Is told how all legs are doing, for those who look after the whole. Called on the legs' own threads.
@FunctionalInterface
public interface Census {
    /// As often as a leg reports.
    ///
    /// @param forged how many packets came since the last time from somebody who hasn't the key
    void measured(Quality.Measure measure, long forged);
}
