package dev.muster.nostr.client;

/// Counts what was thrown away. One thread counts, any may look.
final class Losses {
    private volatile Dropped dropped = new Dropped(0, 0, 0);

    Dropped soFar() {
        return dropped;
    }

    void malformed() {
        dropped = new Dropped(dropped.malformed() + 1, dropped.unasked(), dropped.forged());
    }

    void unasked() {
        dropped = new Dropped(dropped.malformed(), dropped.unasked() + 1, dropped.forged());
    }

    void forged() {
        dropped = new Dropped(dropped.malformed(), dropped.unasked(), dropped.forged() + 1);
    }
}
