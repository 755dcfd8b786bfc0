package dev.muster.sip.leg;

/// Writes a packet of RTP.
@FunctionalInterface
public interface Writing {
    /// Writes it. While it does, nothing else is sent into that leg, so it does nothing else.
    ///
    /// @param target has room for the longest packet behind that place
    /// @return how long it is; 0 if there is none
    int write(byte[] target, int at, long now);
}
