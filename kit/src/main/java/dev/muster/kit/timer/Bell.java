package dev.muster.kit.timer;

import dev.muster.kit.ledger.Change;

/// What an alarm does when it goes off.
@FunctionalInterface
public interface Bell {
    /// Decides what comes of it.
    ///
    /// @param change what is decided here becomes durable together with the alarm's being over
    void ring(Change change, Alarm alarm);
}
