package dev.muster.sip.dtls;

/// Why there are no keys.
public enum Failure {
    /// The certificate isn't the one whose fingerprint the description has: perhaps there is somebody in
    /// between.
    OTHER_CERTIFICATE,
    NO_CERTIFICATE,
    /// The other side doesn't speak of SRTP, or of none that we know.
    NO_SRTP,
    /// The other side has sent us away.
    REFUSED,
    TIMEOUT,
    /// We have ended it ourselves.
    CLOSED,
    /// What came made no sense, or was of an older version.
    PROTOCOL
}
