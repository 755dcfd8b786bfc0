package dev.muster.relay.net;

/// How much memory all connections of one event loop may hold together, beyond what each may hold for itself.
final class Allowance {
    private final long most;
    private long held;

    Allowance(long most) {
        this.most = most;
    }

    void add(long bytes) {
        held += bytes;
    }

    boolean isExceeded() {
        return held > most;
    }
}
