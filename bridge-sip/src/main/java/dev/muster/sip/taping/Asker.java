package dev.muster.sip.taping;

/// Who wants something of a recording.
public enum Asker {
    /// Whoever talks for the group: so they agree themselves.
    PERSON,
    /// Somebody who isn't in the call.
    ADMIN
}
