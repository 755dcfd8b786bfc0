package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Tag;
import dev.muster.notifier.session.Session.Course;
import dev.muster.notifier.session.Session.Origin;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What organizers' clients publish about their sessions: that there is one, that it has changed, who is invited, in
/// which room it is and how far it has come. Whoever is concerned is told.
final class Announcements {
    private final Book book;
    private final Lodgings lodgings;
    private final Letters letters;
    private final JoinLinks links;
    private final Texts texts;
    private final Ways ways;
    private final Venues venues;
    private final Answers answers;
    private final Agenda agenda;
    private final Proceedings proceedings;
    private final Roles roles;
    private final InstantSource clock;

    Announcements(
            Records records,
            Outlets outlets,
            Ways ways,
            Venues venues,
            Answers answers,
            Agenda agenda,
            Proceedings proceedings,
            Roles roles,
            InstantSource clock) {
        this.book = records.book();
        this.lodgings = records.lodgings();
        this.letters = outlets.letters();
        this.links = outlets.links();
        this.texts = outlets.texts();
        this.ways = ways;
        this.venues = venues;
        this.answers = answers;
        this.agenda = agenda;
        this.proceedings = proceedings;
        this.roles = roles;
        this.clock = clock;
    }

    /// An announcement: of a new session, or of a change.
    Outcome planned(Change change, Statement by, Said.Planned said) {
        Session before = book.named(change, said.address().toString()).orElse(null);
        if (before == null && !roles.may(change, by.author(), Role.TRAINER))
            return Proceedings.notAllowed("announce sessions");
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
        if (said.isCancelled()) return proceedings.cancel(change, after, by);
        if (after.status() == Status.CANCELLED) after = after.with(Course.planned(by.at()));
        book.put(change, after);
        Session session = after;
        said.otherName().ifPresent(name -> book.name(change, session, name));
        agenda.follow(change, after);
        if (before != null) tellOfChanges(change, before, after, by);
        enter(change, session, said);
        venues.follow(change, session);
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
        enter(change, known, said);
        venues.follow(change, known);
        long invited = invite(change, known, said);
        return invited == 0
                ? Outcome.silent()
                : Outcome.ok(announcement(change, known, false, invited), Reports.sessionTag(known));
    }

    /// Those who have only a phone.
    private void enter(Change change, Session session, Said.Planned said) {
        List<PhoneGuest> phones = said.contacts().stream()
                .flatMap(contact -> texts.enter(change, session, contact).stream())
                .toList();
        if (!session.isLive() || phones.isEmpty()) return;
        links.text(change, session, phones);
        agenda.lookForAbsent(change, session, clock.instant());
    }

    /// How many of those it names were not invited before.
    private long invite(Change change, Session session, Said.Planned said) {
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
                + (invited > 0 ? " Invitations are on their way to " + Wording.people(invited) + "." : "")
                + (ways.to(change, session).isEmpty() && !venues.isAwaited(change, session)
                        ? " It has no room yet: name one (an https link) before it starts."
                        : "");
    }

    private boolean invite(Change change, Session session, PublicKey person) {
        Optional<Attendee> known = book.attendee(change, session, person);
        if (known.filter(Attendee::isInvited).isPresent()) return false;
        book.put(change, session, known.map(Attendee::beingInvited).orElseGet(() -> Attendee.invited(person)));
        if (venues.isAwaited(change, session)) lodgings.hold(change, session, person);
        else sendInvitation(change, session, person);
        return true;
    }

    private void sendInvitation(Change change, Session session, PublicKey person) {
        Plan plan = session.plan();
        String text = "You're invited to " + plan.title() + ", " + Wording.starts(plan, clock.instant()) + "."
                + (plan.summary().isBlank() ? "" : "\n" + plan.summary())
                + "\nAre you coming? Answer yes, no or maybe. When it starts, I'll send you a link of your own."
                + venues.byTelephone(change, session);
        letters.about(
                change,
                session,
                "invitation/" + session.id() + "/" + person.hex(),
                person,
                Optional.empty(),
                text,
                List.of(Tag.of("starts", Long.toString(plan.starts().getEpochSecond()))),
                plan.ends());
    }

    /// It is known where it is, or that this isn't known: the invitations that have waited for it go out.
    void goOn(Change change, Session session) {
        List<PublicKey> invited = lodgings.release(change, session);
        if (session.isOver(clock.instant())) return;
        for (PublicKey person : invited) sendInvitation(change, session, person);
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

    /// Something was said about a room.
    Outcome room(Change change, Statement by, Said.Room room) {
        if (!roles.may(change, by.author(), Role.TRAINER)) return Proceedings.notAllowed("announce rooms");
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
        if (!proceedings.mayLead(change, session, by.author())) return Proceedings.notAllowed("lead that session");
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
            case LIVE -> proceedings.start(change, session, by);
            case ENDED -> proceedings.end(change, session, by, said.recording());
            case CANCELLED -> proceedings.cancel(change, session, by);
            case PLANNED -> proceedings.postpone(change, session, by);
        };
    }
}
