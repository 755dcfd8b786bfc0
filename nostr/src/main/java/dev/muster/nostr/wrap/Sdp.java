package dev.muster.nostr.wrap;

/// A session description (RFC 8866): how somebody can be reached for a call, and what they can send.
public record Sdp(String text) {
    /// Never the text: it tells where somebody is.
    @Override
    public String toString() {
        return "Sdp of " + text.length() + " characters";
    }
}
