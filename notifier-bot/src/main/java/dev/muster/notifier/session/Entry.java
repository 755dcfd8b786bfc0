package dev.muster.notifier.session;

import java.net.URI;

/// What came of wanting to join.
public sealed interface Entry {
    /// The way is free.
    ///
    /// @param isCounted whether the room tells itself who is there
    record In(URI room, boolean isCounted) implements Entry {}

    /// It isn't, and why.
    record Closed(Look look) implements Entry {}
}
