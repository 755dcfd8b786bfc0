package dev.muster.sip.room;

import java.util.UUID;

/// What somebody finds who enters a PIN.
public sealed interface Door {
    /// It is right, and one can go in.
    ///
    /// @param people how many are there
    record Open(UUID room, int people) implements Door {}

    /// It is right, and the session doesn't go on now.
    record Closed() implements Door {}

    record Wrong() implements Door {}
}
