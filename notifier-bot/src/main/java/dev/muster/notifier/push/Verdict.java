package dev.muster.notifier.push;

import dev.muster.notifier.device.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a gateway said. Reasons are words of the gateway's or ours, such as `Unregistered`: never a token.
public sealed interface Verdict {
    String reason();

    /// It was taken.
    ///
    /// @param where in which of Apple's worlds
    record Taken(Environment where) implements Verdict {
        @Override
        public String reason() {
            return "taken";
        }
    }

    /// Perhaps later: it was too much, it failed, or nobody answered in time.
    ///
    /// @param after what it asks us to wait
    record Later(String reason, Optional<Duration> after) implements Verdict {
        public Later(String reason) {
            this(reason, Optional.empty());
        }
    }

    /// Nobody is there any more: the token is to be forgotten.
    ///
    /// @param since if it says so: one that was registered after that lives
    record Dead(String reason, Optional<Instant> since) implements Verdict {}

    /// Not this, or not to this device; the token may well be good.
    record Refused(String reason) implements Verdict {}

    /// There is no such gateway at the moment: not configured, or its credentials have expired.
    record Closed(String reason) implements Verdict {}
}
