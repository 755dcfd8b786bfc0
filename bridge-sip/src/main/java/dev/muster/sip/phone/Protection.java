package dev.muster.sip.phone;

/// Whether a telephone's packets are encrypted, by keys in the descriptions. Those are only as secret as what
/// carries them: SIP over TLS.
public enum Protection {
    /// Never.
    OFF,
    /// Where the other side can.
    OPTIONAL,
    /// Or there is no call.
    MANDATORY
}
