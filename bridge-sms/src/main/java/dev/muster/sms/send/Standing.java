package dev.muster.sms.send;

import java.time.Instant;

/// How far a text has come.
///
/// @param reason why it is held, blocked or failed, in a word; empty otherwise
/// @param turn its place in the queue
/// @param tries how often a carrier has said that it doesn't take it now
public record Standing(State state, String reason, Instant turn, int tries, Instant changed) {
    static Standing queued(Instant now) {
        return new Standing(State.QUEUED, "", now, 0, now);
    }

    Standing is(State next, String why, Instant now) {
        return new Standing(next, why, turn, tries, now);
    }

    /// Back in the queue.
    Standing again(State next, String why, Instant newTurn, boolean wasTried, Instant now) {
        return new Standing(next, why, newTurn, wasTried ? tries + 1 : tries, now);
    }
}
