package dev.muster.kit.outbox;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/// An errand as it is written down until it ends.
///
/// @param next when to try it; the place in the queue
/// @param isOnItsWay it was begun and not ended, on a channel where that makes a difference
/// @param lastReason why the last attempt failed; empty before it
record Waiting(
        String channel,
        String id,
        JsonNode body,
        Instant deadline,
        int attempts,
        Instant next,
        boolean isOnItsWay,
        String lastReason) {
    Waiting again(Instant later, String reason) {
        return new Waiting(channel, id, body, deadline, attempts + 1, later, false, reason);
    }

    Waiting with(JsonNode newBody) {
        return new Waiting(channel, id, newBody, deadline, attempts, next, isOnItsWay, lastReason);
    }

    Waiting onItsWay() {
        return new Waiting(channel, id, body, deadline, attempts, next, true, lastReason);
    }
}
