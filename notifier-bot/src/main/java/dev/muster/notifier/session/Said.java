package dev.muster.notifier.session;

import dev.muster.nostr.crypto.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What somebody says about a session, whichever dialect it came in.
sealed interface Said {
    /// It is planned, or planned differently (31922, 31923).
    ///
    /// @param otherName what BuildIt's answers call it by
    /// @param invited whom to invite, in the copy for us alone
    record Planned(
            Address address,
            Plan plan,
            boolean isCancelled,
            Optional<String> otherName,
            Set<PublicKey> invited,
            List<Contact> contacts)
            implements Said {}

    /// Somebody invites to an event, and says less of it than its announcement (BuildIt's message).
    record Invited(Planned to) implements Said {}

    /// A room is there (30312).
    record Room(Address address, Optional<String> service, Set<PublicKey> hosts) implements Said {}

    /// A session in a room is planned, live or over (30313).
    ///
    /// @param event what it is the session of
    /// @param plan what it says of itself, if that is enough for a plan
    record Meeting(
            Address address,
            Optional<Address> event,
            Optional<Address> room,
            Optional<Plan> plan,
            Optional<Status> status,
            Optional<String> recording)
            implements Said {}

    /// Somebody comes, or doesn't (31925; BuildIt: 31923 with a status).
    ///
    /// @param event an address, or what BuildIt calls it by
    record Answered(String event, Reply reply) implements Said {}

    /// Somebody is in a room (10312).
    record Here(Address room) implements Said {}
}
