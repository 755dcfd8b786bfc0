package dev.muster.sip.ice;

import java.net.InetSocketAddress;

/// A way between one of our addresses and one of the other side's, which has shown that it is who we talk to.
public final class Path {
    private final Base base;
    private final InetSocketAddress remote;
    private final IceSession session;

    // What the last check by it said. Guarded by the session.
    private Asker asker;
    private long checkedAt;
    private boolean isNominated;

    Path(Base base, InetSocketAddress remote, IceSession session, Asker asker) {
        this.base = base;
        this.remote = remote;
        this.session = session;
        this.asker = asker;
    }

    public InetSocketAddress remote() {
        return remote;
    }

    Base base() {
        return base;
    }

    IceSession session() {
        return session;
    }

    Asker asker() {
        return asker;
    }

    long checkedAt() {
        return checkedAt;
    }

    boolean isNominated() {
        return isNominated;
    }

    void checked(Asker by, long now) {
        asker = by;
        checkedAt = now;
    }

    void nominated() {
        isNominated = true;
    }
}
