package dev.muster.kit.outbox;

import java.time.Duration;
import java.util.Optional;

/// What came of trying to carry out an errand. Notes and reasons are shown to people: no names, numbers or tokens.
public sealed interface Attempt {
    /// It was taken.
    ///
    /// @param note what is worth knowing of it, such as how many relays have it
    record Done(String note) implements Attempt {}

    /// Not this time.
    ///
    /// @param after what the other side asks us to wait
    record Again(String reason, Optional<Duration> after) implements Attempt {
        public Again(String reason) {
            this(reason, Optional.empty());
        }
    }

    /// Never.
    record Refused(String reason) implements Attempt {}

    /// Perhaps it was taken, and to try again could do it twice.
    record Unknown(String reason) implements Attempt {}
}
