package dev.muster.kit.access;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/// A token, as far as it is kept.
///
/// @param id what it is called in lists; opens nothing
/// @param label what it is for, in the words of whoever made it
/// @param used the last day on which it was used, in UTC
/// @param revoked since when it opens nothing any more
public record Grant(
        String id,
        String label,
        Set<Capability> opens,
        Instant since,
        Optional<LocalDate> used,
        Optional<Instant> revoked) {
    public Grant {
        opens = Set.copyOf(opens);
    }

    Grant usedOn(LocalDate day) {
        return new Grant(id, label, opens, since, Optional.of(day), revoked);
    }

    Grant revokedAt(Instant now) {
        return new Grant(id, label, opens, since, used, revoked.or(() -> Optional.of(now)));
    }
}
