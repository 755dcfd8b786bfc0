package dev.muster.sip.ice;

/// Takes what comes for a session. All of it is called on the port's one reader thread, so none of it may wait.
///
/// The buffer is lent for the call. It is longer than what it holds, so that one can work in place.
public interface Arrivals {
    /// A DTLS record, or several.
    void handshake(byte[] buffer, int length, Path from);

    /// An RTP or RTCP packet, protected.
    void media(byte[] buffer, int length, Path from);

    /// From now on the session sends by that path: the other side has told it to.
    void nominated(Path path);
}
