package dev.muster.notifier.session;

import dev.muster.kit.venue.Venue;
import java.time.Instant;
import java.util.Optional;

/// What has become of the wish for a room.
///
/// @param wish the message with which it was last asked for
/// @param until when nobody waits any longer
/// @param said what was last asked for, so that nothing is asked twice
/// @param number how often it was asked for
/// @param venue where it is, if the bridge has answered
/// @param why it isn't anywhere; empty unless the bridge refuses
record Lodging(String wish, Instant until, String said, long number, Optional<Venue> venue, String why) {
    /// Nobody was asked so far.
    static final Lodging NONE = new Lodging("", Instant.EPOCH, "", 0, Optional.empty(), "");

    Lodging asked(String by, Instant waiting, String what) {
        return new Lodging(by, waiting, what, number + 1, venue, "");
    }

    Lodging at(Venue where) {
        return new Lodging(wish, until, said, number, Optional.of(where), "");
    }

    Lodging refused(String reason) {
        return new Lodging(wish, until, said, number, venue, reason);
    }

    /// Nobody waits any longer, so that all who waited go on once.
    Lodging settled() {
        return new Lodging(wish, Instant.EPOCH, said, number, venue, why);
    }

    boolean isAwaited() {
        return venue.isEmpty() && why.isEmpty() && until.isAfter(Instant.EPOCH);
    }

    /// For the report.
    String note() {
        if (venue.isPresent())
            return "The room was the bridge's"
                    + venue.get().dialIn().map(_ -> ", also by telephone.").orElse(".");
        if (!why.isEmpty()) return "The bridge gave no room: " + why + ".";
        return isAwaited() ? "The bridge was asked for a room." : "The bridge for rooms didn't answer in time.";
    }

    /// Neither where it is nor its PIN: it may end up in a log.
    @Override
    public String toString() {
        return "a wish for a room";
    }
}
