package dev.muster.sms.carrier;

/// Hears what comes from a carrier.
public interface Ears {
    /// Returns when it is written down: only then may the carrier be told that we have it. What comes twice does
    /// nothing.
    ///
    /// @throws RuntimeException if it can't be written down: the carrier must bring it again
    void hear(Incoming incoming);
}
