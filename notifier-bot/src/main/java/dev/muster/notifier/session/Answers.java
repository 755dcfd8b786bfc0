package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.reply.Outcome;
import dev.muster.nostr.crypto.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who comes: what people answer, and who gets the places when there are not enough.
final class Answers {
    private final Book book;
    private final Letters letters;
    private final JoinLinks links;
    private final InstantSource clock;

    Answers(Book book, Letters letters, JoinLinks links, InstantSource clock) {
        this.book = book;
        this.letters = letters;
        this.links = links;
        this.clock = clock;
    }

    /// Somebody says whether they come. Of two answers the later one counts.
    Outcome answer(Change change, Session session, Statement by, Reply reply) {
        Attendee before = book.attendee(change, session, by.author()).orElse(null);
        // Whether there is such a session is nobody's business who wasn't invited.
        if (session.origin().isPrivate() && before == null) return Book.unknown();
        if (session.isOver(clock.instant())) return over(session);
        if (before != null && before.at().isAfter(by.at())) return Outcome.silent();
        boolean isNews = before == null || !before.reply().equals(Optional.of(reply));
        Attendee after = decided(change, session, by, reply, before);
        book.put(change, session, after);
        if (after.isComing() && session.isLive()) {
            links.issue(change, session, by.author(), Optional.of(by.id()));
            return Outcome.silent();
        }
        if (!after.isComing()) links.takeBack(change, session, by.author());
        if (before != null && before.takesPlace() && !after.takesPlace()) fillPlaces(change, session);
        return isNews ? Outcome.ok(confirmation(session, after)) : Outcome.silent();
    }

    private Attendee decided(Change change, Session session, Statement by, Reply reply, @Nullable Attendee before) {
        boolean isInvited = before != null && before.isInvited();
        boolean hadPlace = before != null && before.takesPlace();
        boolean waited = before != null && before.isWaiting();
        boolean waits = reply == Reply.ACCEPTED && !hadPlace && (waited || isFull(change, session));
        Instant since = before != null && (waited || hadPlace) ? before.since() : clock.instant();
        return new Attendee(by.author(), isInvited, Optional.of(reply), waits, by.at(), since, Optional.of(by.id()));
    }

    private boolean isFull(Change change, Session session) {
        int capacity = session.plan().capacity();
        return capacity > 0 && book.count(change, session, Attendee::takesPlace) >= capacity;
    }

    private String confirmation(Session session, Attendee attendee) {
        Plan plan = session.plan();
        if (attendee.isWaiting()) {
            return plan.title() + " is full. You're on the waiting list, and I'll write as soon as there is a place.";
        }
        return switch (attendee.reply().orElseThrow()) {
            case ACCEPTED ->
                "You're coming to " + plan.title() + ", " + Wording.starts(plan, clock.instant())
                        + ". When it starts I'll send you your own link.";
            case TENTATIVE ->
                "Noted: you may come to " + plan.title() + ", " + Wording.starts(plan, clock.instant())
                        + ". When it starts I'll send you your own link, just in case.";
            case DECLINED -> "Noted: you're not coming to " + plan.title() + ". If that changes, type: yes";
        };
    }

    private static Outcome over(Session session) {
        return Outcome.refused("ended", Wording.farewell(session));
    }

    /// Gives the places that are free to those who wait, the longest first.
    void fillPlaces(Change change, Session session) {
        int capacity = session.plan().capacity();
        List<Attendee> all = book.attendees(change, session);
        long taken = all.stream().filter(Attendee::takesPlace).count();
        long free = capacity == 0 ? Long.MAX_VALUE : Math.max(0, capacity - taken);
        all.stream()
                .filter(Attendee::isWaiting)
                .sorted(Comparator.comparing(Attendee::since))
                .limit(free)
                .forEach(attendee -> admit(change, session, attendee.admitted()));
    }

    private void admit(Change change, Session session, Attendee attendee) {
        book.put(change, session, attendee);
        PublicKey person = attendee.person();
        if (session.isLive()) {
            links.issue(change, session, person, attendee.said());
            return;
        }
        letters.about(
                change,
                session,
                "place/" + session.id() + "/" + person.hex() + "/"
                        + attendee.at().getEpochSecond(),
                person,
                attendee.said(),
                "There is a place for you now. " + confirmation(session, attendee),
                List.of(),
                session.plan().ends());
    }
}
