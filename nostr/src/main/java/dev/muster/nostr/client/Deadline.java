package dev.muster.nostr.client;

import java.time.Duration;

/// A point in time that something waits for, or none.
final class Deadline {
    private boolean isSet;
    private long at;

    void in(Duration patience) {
        isSet = true;
        at = System.nanoTime() + patience.toNanos();
    }

    void clear() {
        isSet = false;
    }

    boolean isSet() {
        return isSet;
    }

    /// Whether it has come. It says so once.
    boolean hasPassed() {
        if (nanosLeft() > 0) return false;
        isSet = false;
        return true;
    }

    /// [Long#MAX_VALUE] when there is none.
    long nanosLeft() {
        return isSet ? at - System.nanoTime() : Long.MAX_VALUE;
    }
}
