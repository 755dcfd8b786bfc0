package dev.muster.notifier.session;

import java.net.URI;

/// What came of wanting to join.
public sealed interface Entry {
    /// The way is free.
    record In(URI room) implements Entry {}

    /// It isn't, and why.
    record Closed(Look look) implements Entry {}
}
