package dev.muster.notifier.session;

import dev.muster.kit.venue.Venue;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// What the owner of a join link may know of its session.
///
/// @param host who leads it, as people know them
/// @param opens from when on one can join
/// @param dialIn how one joins by telephone, if that is possible
/// @param isCounted whether the room tells itself who is there
public record Invitation(
        String title,
        String host,
        Instant opens,
        Instant starts,
        Instant ends,
        ZoneId zone,
        Optional<Venue.DialIn> dialIn,
        boolean isCounted) {}
