package dev.muster.sip.room;

import java.time.Instant;

/// What becomes of somebody who comes with a pass.
public sealed interface Admission {
    /// They may go in.
    record Granted(Room room, Entrant who) implements Admission {}

    /// It isn't open yet.
    record Early(Instant starts) implements Admission {}

    /// It is over.
    record Over() implements Admission {}

    /// The bridge is about to end: they may come when it is there again.
    record Stopping() implements Admission {}

    /// There is no such room, or the pass isn't good.
    record Unknown() implements Admission {}
}
