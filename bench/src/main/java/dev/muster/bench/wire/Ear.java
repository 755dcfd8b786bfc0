package dev.muster.bench.wire;

/// Hears what a relay says on a connection.
@FunctionalInterface
public interface Ear {
    /// Called while [Loop] runs, which it must not do itself. The message is gone afterwards.
    void hear(Connection connection, Message message);
}
