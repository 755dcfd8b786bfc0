package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.notifier.session.Session.Course;
import dev.muster.notifier.session.Session.Origin;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// How a session goes: it is announced, changed, started, ended or cancelled, by somebody who may or by its time.
final class Proceedings {
    private static final String START = "start";
    private static final String REMIND = "remind";
    private static final String END = "end";
    private static final String FORGET = "forget";

    private static final int MOST_REMINDERS = 10;

    /// BuildIt's broadcast, whose analytics its clients show.
    private static final int BROADCAST = 24_350;

    private final Book book;
    private final Attendance attendance;
    private final Deliveries deliveries;
    private final Letters letters;
    private final JoinLinks links;
    private final Texts texts;
    private final Answers answers;
    private final Certificates certificates;
    private final Reports reports;
    private final Timers timers;
    private final Roles roles;
    private final SessionsConfig config;
    private final InstantSource clock;

    Proceedings(
            Records records,
            Letters letters,
            JoinLinks links,
            Texts texts,
            Answers answers,
            Certificates certificates,
            Reports reports,
            Timers timers,
            Roles roles,
            SessionsConfig config,
            InstantSource clock) {
        this.book = records.book();
        this.attendance = records.attendance();
        this.deliveries = records.deliveries();
        this.letters = letters;
        this.links = links;
        this.texts = texts;
        this.answers = answers;
        this.certificates = certificates;
        this.reports = reports;
        this.timers = timers;
        this.roles = roles;
        this.config = config;
        this.clock = clock;
        timers.with(
                        START,
                        (change, alarm) -> book.find(change, alarm.name()).ifPresent(it -> startByItself(change, it)))
                .with(REMIND, (change, alarm) -> remind(change, alarm.name()))
                .with(END, (change, alarm) -> book.find(change, alarm.name()).ifPresent(it -> endByItself(change, it)))
                .with(FORGET, (change, alarm) -> book.find(change, alarm.name()).ifPresent(it -> forget(change, it)))
                .with(Reports.BELL, (change, alarm) -> reports.tell(change, letters, alarm.name()));
    }

    /// An announcement: of a new session, or of a change.
    Outcome planned(Change change, Statement by, Said.Planned said) {
        Session before = book.named(change, said.address().toString()).orElse(null);
        if (before == null && !roles.may(change, by.author(), Role.TRAINER)) return notAllowed("announce sessions");
        if (before != null && !before.origin().isOlderThan(by)) return known(change, before, by, said);
        Instant now = clock.instant();
        if (before == null && said.isCancelled()) return Book.unknown();
        if (!said.plan().ends().isAfter(now) && !said.isCancelled())
            return Outcome.refused("ended", said.plan().title() + " would be over already. When does it start?");
        boolean isPrivate = by.isPrivate() && (before == null || before.origin().isPrivate());
        var origin = new Origin(isPrivate, by.isPrivate(), said.otherName().isPresent(), by.at());
        Session after = before == null
                ? new Session(
                        UUID.randomUUID().toString(),
                        said.address(),
                        said.plan(),
                        origin,
                        Course.planned(by.at()),
                        Optional.empty())
                : before.with(said.plan()).with(origin);
        if (said.isCancelled()) return cancel(change, after, by);
        if (after.status() == Status.CANCELLED) after = after.with(Course.planned(by.at()));
        book.put(change, after);
        Session session = after;
        said.otherName().ifPresent(name -> book.name(change, session, name));
        schedule(change, after);
        if (before != null) tellOfChanges(change, before, after, by);
        long invited = invite(change, session, said);
        if (before != null) answers.fillPlaces(change, after);
        return Outcome.ok(announcement(change, after, before == null, invited), Reports.sessionTag(after));
    }

    /// An invitation to an event, which is announced by it if it wasn't before.
    Outcome invited(Change change, Statement by, Said.Planned to) {
        Optional<Session> before = book.named(change, to.address().toString());
        return before.map(session -> known(change, session, by, to)).orElseGet(() -> planned(change, by, to));
    }

    /// Something older than what we know, or the same again. Its plan counts no more; but whom it invites is invited (a
    /// long list comes in several messages, in any order), and if everybody can read it, everybody may come.
    private Outcome known(Change change, Session session, Statement by, Said.Planned said) {
        if (session.isOver(clock.instant())) return Outcome.silent();
        Session known = by.isPrivate() ? session : session.with(session.origin().published());
        if (!known.equals(session)) book.put(change, known);
        long invited = invite(change, known, said);
        return invited == 0
                ? Outcome.silent()
                : Outcome.ok(announcement(change, known, false, invited), Reports.sessionTag(known));
    }

    /// How many of those it names were not invited before.
    private long invite(Change change, Session session, Said.Planned said) {
        List<PhoneGuest> phones = said.contacts().stream()
                .flatMap(contact -> texts.enter(change, session, contact).stream())
                .toList();
        if (session.isLive()) links.text(change, session, phones);
        return said.invited().stream()
                .filter(person -> invite(change, session, person))
                .count();
    }

    private String announcement(Change change, Session session, boolean isNew, long invited) {
        Plan plan = session.plan();
        String beginning = plan.autoStart()
                .map(before -> before.isZero()
                        ? " It starts by itself."
                        : " It opens by itself " + Wording.span(before) + " before.")
                .orElse(" Start it with: start " + session.address().identifier() + ".");
        return plan.title() + (isNew ? " is announced: " : " is changed: ") + Wording.starts(plan, clock.instant())
                + "."
                + (session.status() == Status.PLANNED ? beginning : "")
                + (invited > 0 ? " Invitations are on their way to " + people(invited) + "." : "")
                + (links.roomOf(change, session).isEmpty()
                        ? " It has no room yet: name one (an https link) before it starts."
                        : "");
    }

    private static String people(long count) {
        return count == 1 ? "1 person" : count + " people";
    }

    private boolean invite(Change change, Session session, PublicKey person) {
        Optional<Attendee> known = book.attendee(change, session, person);
        if (known.filter(Attendee::isInvited).isPresent()) return false;
        book.put(change, session, known.map(Attendee::beingInvited).orElseGet(() -> Attendee.invited(person)));
        Plan plan = session.plan();
        String text = "You're invited to " + plan.title() + ", " + Wording.starts(plan, clock.instant()) + "."
                + (plan.summary().isBlank() ? "" : "\n" + plan.summary())
                + "\nAre you coming? Answer yes, no or maybe. When it starts, I'll send you a link of your own.";
        letters.about(
                change,
                session,
                "invitation/" + session.id() + "/" + person.hex(),
                person,
                Optional.empty(),
                text,
                List.of(Tag.of("starts", Long.toString(plan.starts().getEpochSecond()))),
                plan.ends());
        return true;
    }

    private void tellOfChanges(Change change, Session before, Session after, Statement by) {
        Plan then = before.plan();
        Plan now = after.plan();
        boolean isMoved = !then.starts().equals(now.starts());
        if (!isMoved && then.title().equals(now.title())) return;
        String text = (then.title().equals(now.title()) ? now.title() : then.title() + " is now called " + now.title())
                + (isMoved ? " has been moved to " : ", ")
                + Wording.starts(now, clock.instant()) + ". If you can't come, type: no";
        for (Attendee attendee : book.attendees(change, after)) {
            if (attendee.hasDeclined() || attendee.person().equals(by.author())) continue;
            letters.about(
                    change,
                    after,
                    "moved/" + after.id() + "/" + attendee.person().hex() + "/"
                            + by.id().hex(),
                    attendee.person(),
                    Optional.empty(),
                    text,
                    List.of(),
                    now.ends());
        }
    }

    private void schedule(Change change, Session session) {
        String id = session.id();
        Plan plan = session.plan();
        timers.cancel(change, START, id);
        timers.cancel(change, END, id);
        for (int at = 0; at < MOST_REMINDERS; at++) timers.cancel(change, REMIND, id + "/" + at);
        timers.set(change, FORGET, id, plan.ends().plus(config.keep()));
        if (session.status().isOver()) return;
        timers.set(change, END, id, plan.ends());
        if (session.isLive()) return;
        if (plan.autoStart().isPresent()) timers.set(change, START, id, plan.opens());
        int at = 0;
        for (Duration before : plan.reminders().stream().limit(MOST_REMINDERS).toList()) {
            Instant due = plan.starts().minus(before);
            if (due.isAfter(clock.instant())) timers.set(change, REMIND, id + "/" + at++, due);
        }
    }

    private void remind(Change change, String alarm) {
        int slash = alarm.lastIndexOf('/');
        Session session = book.find(change, alarm.substring(0, slash)).orElse(null);
        // Late, after a long outage, it would only confuse.
        if (session == null || session.status() != Status.PLANNED) return;
        Plan plan = session.plan();
        Instant now = clock.instant();
        if (!now.isBefore(plan.starts())) return;
        String text = "Reminder: " + plan.title() + " starts in " + Wording.span(Duration.between(now, plan.starts()))
                + ", " + Wording.starts(plan, now) + ". I'll send you your own link then. If you can't come, type: no";
        for (Attendee attendee : book.attendees(change, session)) {
            if (!attendee.isComing()) continue;
            letters.about(
                    change,
                    session,
                    "reminder/" + alarm + "/" + plan.starts().getEpochSecond() + "/"
                            + attendee.person().hex(),
                    attendee.person(),
                    Optional.empty(),
                    text,
                    List.of(),
                    plan.starts());
        }
    }

    /// Something was said about a room.
    Outcome room(Change change, Statement by, Said.Room room) {
        if (!roles.may(change, by.author(), Role.TRAINER)) return notAllowed("announce rooms");
        book.put(change, room);
        return Outcome.silent();
    }

    /// A session in a room: planned, live or over.
    Outcome meeting(Change change, Statement by, Said.Meeting said) {
        Optional<Address> own = said.event().filter(event -> event.author().equals(by.author()));
        Session session = said.event()
                .flatMap(event -> book.named(change, event.toString()))
                .or(() -> book.named(change, said.address().toString()))
                .orElse(null);
        if (session == null) {
            if (said.plan().isEmpty()) return Book.unknown();
            var planned = new Said.Planned(
                    own.orElse(said.address()), said.plan().get(), false, Optional.empty(), Set.of(), List.of());
            Outcome announced = planned(change, by, planned);
            session = book.named(change, planned.address().toString()).orElse(null);
            if (session == null) return announced;
        }
        if (!mayLead(change, session, by.author())) return notAllowed("lead that session");
        book.name(change, session, said.address().toString());
        if (said.room().isPresent()) {
            session = session.in(said.room().get());
            book.put(change, session);
            book.name(change, session, said.room().get().toString());
        }
        if (said.status().isEmpty()) return Outcome.silent();
        // What was said before what we know is news no more.
        if (by.at().isBefore(session.course().since())) return Outcome.silent();
        return switch (said.status().get()) {
            case LIVE -> start(change, session, by);
            case ENDED -> end(change, session, by, said.recording());
            case CANCELLED -> cancel(change, session, by);
            case PLANNED -> postpone(change, session, by);
        };
    }

    boolean mayLead(Change change, Session session, PublicKey person) {
        return book.isLedBy(change, session, person) || roles.may(change, person, Role.ADMIN);
    }

    private static Outcome notAllowed(String what) {
        return Outcome.refused("not-allowed", "You may not " + what + ". Ask an admin of your group.");
    }

    /// Somebody starts it.
    Outcome start(Change change, Session session, Statement by) {
        if (!mayLead(change, session, by.author())) return notAllowed("start that session");
        if (session.isLive())
            return Outcome.ok(session.plan().title() + " has started already.", Reports.sessionTag(session));
        letters.working(change, by.author(), by.id());
        return start(change, session, by.at(), Optional.of(by.id()), by.author());
    }

    private Outcome start(Change change, Session session, Instant at, Optional<EventId> command, PublicKey leader) {
        Instant now = clock.instant();
        if (session.isOver(now)) return Outcome.refused("ended", farewell(session));
        Optional<URI> room = links.roomOf(change, session);
        if (room.isEmpty())
            return Outcome.refused(
                    "no-room", session.plan().title() + " has no room: announce it again with the link of one.");
        Session live = session.with(session.course().startedBy(leader, command, at, now));
        book.put(change, live);
        schedule(change, live);
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
                live.plan().title() + " has started: links are on their way to " + people(coming) + ". The room: "
                        + room.get() + "\nI'll tell you whom they reached.",
                Reports.sessionTag(live),
                Tag.of("room", room.get().toString()));
    }

    private void startByItself(Change change, Session session) {
        if (session.status() != Status.PLANNED) return;
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Outcome outcome = start(change, session, now, Optional.empty(), session.organizer());
        tellLeader(change, session, "auto-start", outcome.text());
    }

    private void tellLeader(Change change, Session session, String what, String text) {
        letters.about(
                change,
                session,
                what + "/" + session.id() + "/" + session.plan().starts().getEpochSecond(),
                session.organizer(),
                Optional.empty(),
                text,
                List.of(Reports.sessionTag(session)),
                session.plan().ends().plus(Duration.ofDays(1)));
    }

    /// It doesn't go on yet after all. Links stay as they are, and open when it does.
    private Outcome postpone(Change change, Session session, Statement by) {
        if (!session.isLive()) return Outcome.silent();
        Session planned = session.with(session.course().is(Status.PLANNED, by.at()));
        book.put(change, planned);
        schedule(change, planned);
        return Outcome.ok(planned.plan().title() + " is not open any more.", Reports.sessionTag(planned));
    }

    /// Somebody ends it, or says later where the recording is.
    Outcome end(Change change, Session session, Statement by, Optional<String> recording) {
        if (!mayLead(change, session, by.author())) return notAllowed("end that session");
        if (session.status() == Status.CANCELLED) return Outcome.refused("ended", farewell(session));
        Session ended = session.status() == Status.ENDED ? session : over(change, session, by.at());
        if (recording.isPresent()) ended = recorded(change, ended, recording.get());
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
            tellLeader(change, ended, "never-started", ended.plan().title() + " is over, and was never started.");
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
        schedule(change, ended);
        links.recall(change, ended);
        if (!hasHappened) return ended;
        certify(change, ended);
        reports.stir(change, ended.id());
        if (ended.origin().isBuildIt()) analytics(change, ended);
        return ended;
    }

    private void certify(Change change, Session session) {
        attendance.figures(change, session, clock.instant()).stays().stream()
                .filter(stay -> stay.length().compareTo(session.plan().completion()) >= 0)
                .forEach(stay -> certificates
                        .give(change, session, stay.person())
                        .ifPresent(certificate -> send(change, session, certificate)));
    }

    private void send(Change change, Session session, Certificate certificate) {
        String page = links.certificatePage(certificate).toString();
        if (texts.send(change, session, certificate, page)) return;
        letters.about(
                change,
                session,
                "certificate/" + session.id() + "/" + certificate.person().hex(),
                certificate.person(),
                Optional.empty(),
                "You have completed " + session.plan().title() + ". Your certificate: " + certificate.code()
                        + "\nWhoever you show it to can check it: " + page,
                List.of(certificateTag(certificate)),
                clock.instant().plus(config.keep()));
    }

    static Tag certificateTag(Certificate certificate) {
        return Tag.of(
                "certificate",
                certificate.code(),
                certificate.title(),
                Long.toString(certificate.earned().getEpochSecond()),
                certificate
                        .expires()
                        .map(at -> Long.toString(at.getEpochSecond()))
                        .orElse(""));
    }

    private Session recorded(Change change, Session session, String url) {
        if (session.course().recording().filter(url::equals).isPresent()) return session;
        Session recorded = session.with(session.course().recordedAt(url));
        book.put(change, recorded);
        for (Attendee attendee : book.attendees(change, recorded)) {
            if (!attendee.isComing()) continue;
            letters.about(
                    change,
                    recorded,
                    "recording/" + recorded.id() + "/" + attendee.person().hex() + "/" + url.hashCode(),
                    attendee.person(),
                    attendee.said(),
                    "The recording of " + recorded.plan().title() + ": " + url,
                    List.of(Tag.of("r", url), Tag.of("t", "recording")),
                    clock.instant().plus(config.keep()));
        }
        return recorded;
    }

    private void analytics(Change change, Session session) {
        Reports.Report report = reports.of(change, session);
        String content = "{\"_v\":\"1.0.0\",\"broadcastId\":\"" + session.id()
                + "\",\"content\":\"\",\"targetType\":\"contact_list\",\"createdBy\":\""
                + session.organizer().hex() + "\",\"status\":\"sent\",\"analytics\":{\"totalRecipients\":"
                + report.deliveries().size() + ",\"delivered\":" + report.reached() + ",\"read\":"
                + report.count(Deliveries.Step.OPENED, Deliveries.Step.JOINED) + ",\"replied\":" + report.joined()
                + "}}";
        letters.send(
                change,
                "analytics/" + session.id(),
                session.reportsTo(),
                BROADCAST,
                Tags.of(Tag.of("p", session.reportsTo().hex())),
                content);
    }

    /// Somebody calls it off.
    Outcome cancel(Change change, Session session, Statement by) {
        if (!mayLead(change, session, by.author())) return notAllowed("cancel that session");
        if (session.status().isOver()) return Outcome.refused("ended", farewell(session));
        Session cancelled = session.with(session.course().is(Status.CANCELLED, by.at()));
        book.put(change, cancelled);
        schedule(change, cancelled);
        links.recall(change, cancelled);
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

    /// What is said of a session that is over.
    static String farewell(Session session) {
        String title = session.plan().title();
        if (session.status() == Status.CANCELLED) return title + " was cancelled.";
        return title + " has ended."
                + session.course()
                        .recording()
                        .map(url -> " The recording: " + url)
                        .orElse("");
    }

    private void forget(Change change, Session session) {
        letters.forget(change, session);
        links.forget(change, session);
        texts.forget(change, session);
        deliveries.forget(change, session);
        attendance.forget(change, session);
        certificates.forget(change, session);
        reports.forget(change, session);
        book.forget(change, session);
    }
}
