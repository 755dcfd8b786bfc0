package dev.muster.kit.outbox;

import java.time.Instant;

/// Something to be done outside.
///
/// @param id never the same for two things; the other side's idempotency key where it has such a thing
/// @param body what the courier needs to know
/// @param deadline after which there is no point in it
/// @param attempts how often it was tried before
public record Errand<B>(String id, B body, Instant deadline, int attempts) {
    /// Not its body, which is nobody's business.
    @Override
    public String toString() {
        return "errand " + id;
    }
}
