package dev.muster.sms.send;

import dev.muster.sms.carrier.Means;
import java.util.Optional;

/// What a message was to be carried as, and what it was carried as in the end (R49).
///
/// @param as empty until somebody says so
public record Carried(Means wanted, Optional<Means> as) {
    Carried as(Means other) {
        return new Carried(wanted, Optional.of(other));
    }

    /// Whether it became something else.
    public boolean isFallback() {
        return as.filter(means -> means != wanted).isPresent();
    }
}
