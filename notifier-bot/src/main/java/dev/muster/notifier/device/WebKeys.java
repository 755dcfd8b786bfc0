package dev.muster.notifier.device;

/// What pushes to a browser are encrypted with (RFC 8291), both as base64url without padding.
///
/// @param p256dh its public key, 65 bytes
/// @param auth 16 bytes that only it and we know
public record WebKeys(String p256dh, String auth) {
    @Override
    public String toString() {
        return "WebKeys";
    }
}
