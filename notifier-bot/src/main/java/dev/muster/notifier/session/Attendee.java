package dev.muster.notifier.session;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import java.time.Instant;
import java.util.Optional;

/// What somebody has to do with a session.
///
/// @param reply whether they come, if they have said so
/// @param isWaiting whether they'd come, and there is no room so far
/// @param at when they said so
/// @param since in whose order rooms are given to those who wait
/// @param said what they said it with
record Attendee(
        PublicKey person,
        boolean isInvited,
        Optional<Reply> reply,
        boolean isWaiting,
        Instant at,
        Instant since,
        Optional<EventId> said) {
    static Attendee invited(PublicKey person) {
        return new Attendee(person, true, Optional.empty(), false, Instant.EPOCH, Instant.EPOCH, Optional.empty());
    }

    /// Whether they are to get a link.
    boolean isComing() {
        return !isWaiting && reply.filter(Reply::isComing).isPresent();
    }

    /// Whether they take one of the places.
    boolean takesPlace() {
        return !isWaiting && reply.filter(Reply.ACCEPTED::equals).isPresent();
    }

    boolean hasDeclined() {
        return reply.filter(Reply.DECLINED::equals).isPresent();
    }

    Attendee admitted() {
        return new Attendee(person, isInvited, reply, false, at, since, said);
    }

    Attendee beingInvited() {
        return new Attendee(person, true, reply, isWaiting, at, since, said);
    }

    /// For programs.
    String word() {
        return isWaiting ? "waiting" : reply.map(Reply::word).orElse("invited");
    }
}
