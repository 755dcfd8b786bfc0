package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Tag;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// How a session goes: it is started, ended or cancelled, by somebody who may or by its time.
final class Proceedings {
    /// What has started a session that starts by itself.
    private static final EventId NOBODY = EventId.parse("0".repeat(64));

    private final Book book;
    private final Lodgings lodgings;
    private final Attendance attendance;
    private final Letters letters;
    private final JoinLinks links;
    private final Texts texts;
    private final Ways ways;
    private final Venues venues;
    private final Reports reports;
    private final Agenda agenda;
    private final Aftermath aftermath;
    private final Roles roles;
    private final InstantSource clock;

    Proceedings(
            Records records,
            Outlets outlets,
            Ways ways,
            Venues venues,
            Reports reports,
            Agenda agenda,
            Aftermath aftermath,
            Roles roles,
            InstantSource clock) {
        this.book = records.book();
        this.lodgings = records.lodgings();
        this.attendance = records.attendance();
        this.letters = outlets.letters();
        this.links = outlets.links();
        this.texts = outlets.texts();
        this.ways = ways;
        this.venues = venues;
        this.reports = reports;
        this.agenda = agenda;
        this.aftermath = aftermath;
        this.roles = roles;
        this.clock = clock;
        agenda.opening(this::startByItself);
        agenda.ending(this::endByItself);
    }

    boolean mayLead(Change change, Session session, PublicKey person) {
        return book.isLedBy(change, session, person) || roles.may(change, person, Role.ADMIN);
    }

    static Outcome notAllowed(String what) {
        return Outcome.refused("not-allowed", "You may not " + what + ". Ask an admin of your group.");
    }

    /// Somebody starts it.
    Outcome start(Change change, Session session, Statement by) {
        if (!mayLead(change, session, by.author())) return notAllowed("start that session");
        if (session.isLive())
            return Outcome.ok(session.plan().title() + " has started already.", Reports.sessionTag(session));
        letters.working(change, by.author(), by.id());
        if (waits(change, session, by))
            return Outcome.ok(
                    session.plan().title() + " starts as soon as there is a room for it: I have asked for one.",
                    Reports.sessionTag(session));
        return start(change, session, by.at(), Optional.of(by.id()), by.author());
    }

    /// Whether it starts later, when the bridge has said where it is.
    private boolean waits(Change change, Session session, Statement by) {
        if (session.isOver(clock.instant())) return false;
        venues.seek(change, session);
        boolean isAwaited = venues.isAwaited(change, session);
        if (isAwaited) lodgings.holdStart(change, session, by);
        return isAwaited;
    }

    /// It is known where it is, or that this isn't known: a start that has waited for it happens.
    void goOn(Change change, Session session) {
        Statement by = lodgings.releaseStart(change, session).orElse(null);
        if (by == null || session.isLive() || session.isOver(clock.instant())) return;
        Optional<EventId> command = Optional.of(by.id()).filter(id -> !id.equals(NOBODY));
        Outcome outcome = start(change, session, by.at(), command, by.author());
        tellLeader(change, session, by.author(), "room-" + by.id().hex(), outcome.text());
    }

    private Outcome start(Change change, Session session, Instant at, Optional<EventId> command, PublicKey leader) {
        Instant now = clock.instant();
        if (session.isOver(now)) return Outcome.refused("ended", Wording.farewell(session));
        Optional<URI> room = ways.into(change, session, leader);
        if (room.isEmpty())
            return Outcome.refused(
                    "no-room", session.plan().title() + " has no room: announce it again with the link of one.");
        Session live = session.with(session.course().startedBy(leader, command, at, now));
        book.put(change, live);
        agenda.follow(change, live);
        venues.follow(change, live);
        int coming = 0;
        for (Attendee attendee : book.attendees(change, live)) {
            if (!attendee.isComing()) continue;
            links.issue(change, live, attendee.person(), attendee.said());
            coming++;
        }
        List<PhoneGuest> phones = book.phoneGuests(change, live);
        links.text(change, live, phones);
        texts.goesOn(change, live);
        coming += phones.size();
        reports.stir(change, live.id());
        return Outcome.ok(
                live.plan().title() + " has started: links are on their way to " + Wording.people(coming)
                        + ". The room: " + room.get() + venues.byTelephone(change, live)
                        + "\nI'll tell you whom they reached.",
                Reports.sessionTag(live),
                Tag.of("room", room.get().toString()));
    }

    private void startByItself(Change change, Session session) {
        if (session.status() != Status.PLANNED) return;
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var byItself = new Statement(session.organizer(), NOBODY, now, false);
        if (waits(change, session, byItself)) return;
        Outcome outcome = start(change, session, now, Optional.empty(), session.organizer());
        tellLeader(change, session, session.organizer(), "auto-start", outcome.text());
    }

    private void tellLeader(Change change, Session session, PublicKey leader, String what, String text) {
        letters.about(
                change,
                session,
                what + "/" + session.id() + "/" + session.plan().starts().getEpochSecond(),
                leader,
                Optional.empty(),
                text,
                List.of(Reports.sessionTag(session)),
                session.plan().ends().plus(Duration.ofDays(1)));
    }

    /// It doesn't go on yet after all. Links stay as they are, and open when it does.
    Outcome postpone(Change change, Session session, Statement by) {
        if (!session.isLive()) return Outcome.silent();
        Session planned = session.with(session.course().is(Status.PLANNED, by.at()));
        book.put(change, planned);
        agenda.follow(change, planned);
        venues.follow(change, planned);
        return Outcome.ok(planned.plan().title() + " is not open any more.", Reports.sessionTag(planned));
    }

    /// Somebody ends it, or says later where the recording is.
    Outcome end(Change change, Session session, Statement by, Optional<String> recording) {
        if (!mayLead(change, session, by.author())) return notAllowed("end that session");
        if (session.status() == Status.CANCELLED) return Outcome.refused("ended", Wording.farewell(session));
        Session ended = session.status() == Status.ENDED ? session : over(change, session, by.at());
        if (recording.isPresent()) ended = aftermath.recorded(change, ended, recording.get());
        return Outcome.ok(
                ended.plan().title() + " has ended. "
                        + (recording.isPresent() ? "Who was to come gets the recording." : "The report follows."),
                Reports.sessionTag(ended));
    }

    private void endByItself(Change change, Session session) {
        boolean hasHappened = session.isLive();
        if (session.status().isOver()) return;
        Session ended = over(change, session, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        if (!hasHappened)
            tellLeader(
                    change,
                    ended,
                    ended.organizer(),
                    "never-started",
                    ended.plan().title() + " is over, and was never started.");
    }

    private Session over(Change change, Session session, Instant at) {
        boolean hasHappened = session.course().started().isPresent();
        Instant now = clock.instant();
        attendance.end(
                change,
                session,
                now.isBefore(session.plan().ends()) ? now : session.plan().ends());
        Session ended = session.with(session.course().is(Status.ENDED, at));
        book.put(change, ended);
        agenda.follow(change, ended);
        links.recall(change, ended);
        venues.follow(change, ended);
        if (hasHappened) aftermath.of(change, ended);
        return ended;
    }

    /// Somebody calls it off.
    Outcome cancel(Change change, Session session, Statement by) {
        if (!mayLead(change, session, by.author())) return notAllowed("cancel that session");
        if (session.status().isOver()) return Outcome.refused("ended", Wording.farewell(session));
        Session cancelled = session.with(session.course().is(Status.CANCELLED, by.at()));
        book.put(change, cancelled);
        agenda.follow(change, cancelled);
        links.recall(change, cancelled);
        venues.follow(change, cancelled);
        for (Attendee attendee : book.attendees(change, cancelled)) {
            if (attendee.hasDeclined()) continue;
            letters.about(
                    change,
                    cancelled,
                    "cancelled/" + cancelled.id() + "/" + attendee.person().hex() + "/"
                            + by.at().getEpochSecond(),
                    attendee.person(),
                    attendee.said(),
                    cancelled.plan().title() + ", " + Wording.starts(cancelled.plan(), clock.instant())
                            + ", is cancelled.",
                    List.of(),
                    cancelled.plan().ends());
        }
        return Outcome.ok(
                cancelled.plan().title() + " is cancelled, and everybody is told.", Reports.sessionTag(cancelled));
    }
}
