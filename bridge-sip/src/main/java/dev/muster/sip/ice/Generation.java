package dev.muster.sip.ice;

import org.jspecify.annotations.Nullable;

/// What a session is known by until ICE restarts.
final class Generation {
    private final IceSession session;
    private final Credentials credentials;

    /// The reader thread's.
    private final Integrity integrity;

    /// What the other side calls itself, once its description has come.
    private volatile @Nullable String remoteUfrag;

    Generation(IceSession session, Credentials credentials) {
        this.session = session;
        this.credentials = credentials;
        integrity = new Integrity(credentials.password());
    }

    IceSession session() {
        return session;
    }

    Credentials credentials() {
        return credentials;
    }

    void expect(String ufrag) {
        remoteUfrag = ufrag;
    }

    /// Anybody, as long as we don't know who is to come.
    boolean expects(String ufrag) {
        String expected = remoteUfrag;
        return expected == null || expected.equals(ufrag);
    }

    /// Whether a check may be answered.
    boolean admits(StunMessage check, String ufrag) {
        return expects(ufrag) && check.isFrom(integrity);
    }

    Integrity integrity() {
        return integrity;
    }
}
