package dev.muster.sip.page;

import java.util.List;

/// A server that helps a browser find us, such as one for TURN.
public record IceServer(List<String> urls, String username, String credential) {
    /// Not the credential.
    @Override
    public String toString() {
        return "IceServer" + urls;
    }
}
