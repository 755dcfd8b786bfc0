package dev.muster.sip.dtls;

import java.util.Arrays;

/// What a handshake has agreed on for media.
///
/// @param role ours: what the client sends is protected by the client's key
/// @param exported the client's key, the server's, the client's salt, and the server's (RFC 5764, section 4.2)
public record SrtpKeys(SrtpProfile profile, Role role, byte[] exported) {
    public SrtpKeys {
        exported = exported.clone();
    }

    @Override
    public byte[] exported() {
        return exported.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SrtpKeys that
                && profile == that.profile
                && role == that.role
                && Arrays.equals(exported, that.exported);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(exported);
    }

    /// Without the keys.
    @Override
    public String toString() {
        return "SrtpKeys[" + profile + ", " + role + "]";
    }
}
