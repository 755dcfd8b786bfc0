package dev.muster.notifier.session;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A training, or any event that people are brought into.
///
/// @param id a UUID of ours, which says nothing of it
/// @param address what people call it by in Nostr
/// @param room the address of the room (30312) that it is in, if that was said
record Session(String id, Address address, Plan plan, Origin origin, Course course, Optional<Address> room) {
    /// How it was announced.
    ///
    /// @param isPrivate only by messages, so that only who was invited may know of it
    /// @param isWhole by a message to us; what everybody can read of it leaves out the room
    /// @param isBuildIt in BuildIt's form of NIP-52
    /// @param at when the newest announcement was made
    record Origin(boolean isPrivate, boolean isWhole, boolean isBuildIt, Instant at) {
        /// Whether this says more than what we know. The message to us and what is published are of the same second,
        /// and may arrive in either order.
        boolean isOlderThan(Statement by) {
            return by.at().isAfter(at) || (by.at().equals(at) && by.isPrivate() && !isWhole);
        }

        Origin published() {
            return new Origin(false, isWhole, isBuildIt, at);
        }
    }

    /// What has become of it.
    ///
    /// @param since when that was said
    /// @param startedBy the command that started it, to be answered by the report
    /// @param startedFor who gets the report
    record Course(
            Status status,
            Instant since,
            Optional<Instant> started,
            Optional<String> recording,
            Optional<EventId> startedBy,
            Optional<PublicKey> startedFor) {
        static Course planned(Instant since) {
            return new Course(
                    Status.PLANNED, since, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        Course is(Status next, Instant at) {
            return new Course(next, at, started, recording, startedBy, startedFor);
        }

        /// @param at when that was said, by the speaker's clock
        /// @param now by ours, which people are told
        Course startedBy(PublicKey leader, Optional<EventId> command, Instant at, Instant now) {
            Instant first = started.orElse(now);
            return new Course(Status.LIVE, at, Optional.of(first), recording, command, Optional.of(leader));
        }

        Course recordedAt(String url) {
            return new Course(status, since, started, Optional.of(url), startedBy, startedFor);
        }
    }

    PublicKey organizer() {
        return address.author();
    }

    Status status() {
        return course.status();
    }

    boolean isLive() {
        return course.status() == Status.LIVE;
    }

    /// Also when nobody has noticed so far.
    boolean isOver(Instant now) {
        return status().isOver() || !plan.ends().isAfter(now);
    }

    boolean isLedBy(PublicKey person) {
        return organizer().equals(person) || plan.hosts().contains(person);
    }

    /// Who hears of how it went.
    PublicKey reportsTo() {
        return course.startedFor().orElseGet(this::organizer);
    }

    /// How long it has been going on.
    Duration age(Instant now) {
        Duration age = Duration.between(course.started().orElse(now), now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    Session with(Plan next) {
        return new Session(id, address, next, origin, course, room);
    }

    Session with(Origin next) {
        return new Session(id, address, plan, next, course, room);
    }

    Session with(Course next) {
        return new Session(id, address, plan, origin, next, room);
    }

    Session in(Address otherRoom) {
        return new Session(id, address, plan, origin, course, Optional.of(otherRoom));
    }

    /// Not its title: it may end up in a log.
    @Override
    public String toString() {
        return "session " + id;
    }
}
