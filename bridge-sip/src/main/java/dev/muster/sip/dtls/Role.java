package dev.muster.sip.dtls;

/// Who begins (RFC 4145 as RFC 5763 uses it).
public enum Role {
    /// "active" in a description.
    CLIENT,
    /// "passive": waits for the other side.
    SERVER
}
