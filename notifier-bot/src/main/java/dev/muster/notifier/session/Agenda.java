package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.timer.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// What a session's time brings: reminders, its start and its end, and that it is forgotten.
final class Agenda {
    private static final String START = "start";
    private static final String REMIND = "remind";
    private static final String END = "end";
    private static final String CALL = "call";
    private static final String FORGET = "forget";

    private static final int MOST_REMINDERS = 10;

    private final Book book;
    private final Letters letters;
    private final Venues venues;
    private final Timers timers;
    private final Duration keep;
    private final InstantSource clock;

    /// Has its alarms rung by those timers, which are to be started afterwards.
    ///
    /// @param keep how long after its end a session is remembered
    Agenda(Records records, Letters letters, Venues venues, Timers timers, Duration keep, InstantSource clock) {
        this.book = records.book();
        this.letters = letters;
        this.venues = venues;
        this.timers = timers.with(REMIND, (change, alarm) -> remind(change, alarm.name()));
        this.keep = keep;
        this.clock = clock;
    }

    /// Has somebody start sessions that start by themselves.
    void opening(BiConsumer<Change, Session> does) {
        having(START, does);
    }

    /// Has somebody end sessions whose time is over.
    void ending(BiConsumer<Change, Session> does) {
        having(END, does);
    }

    /// Has somebody look who isn't there and is to be called.
    void calling(BiConsumer<Change, Session> does) {
        having(CALL, does);
    }

    /// Has somebody forget sessions that are long over.
    void forgetting(BiConsumer<Change, Session> does) {
        having(FORGET, does);
    }

    private void having(String bell, BiConsumer<Change, Session> does) {
        timers.with(bell, (change, alarm) -> book.find(change, alarm.name()).ifPresent(it -> does.accept(change, it)));
    }

    /// A session is new, has been moved, or has come further.
    void follow(Change change, Session session) {
        String id = session.id();
        Plan plan = session.plan();
        timers.cancel(change, START, id);
        timers.cancel(change, END, id);
        for (int at = 0; at < MOST_REMINDERS; at++) timers.cancel(change, REMIND, id + "/" + at);
        timers.set(change, FORGET, id, plan.ends().plus(keep));
        timers.cancel(change, CALL, id);
        if (session.status().isOver()) return;
        timers.set(change, END, id, plan.ends());
        if (session.isLive()) {
            lookForAbsent(change, session, clock.instant());
            return;
        }
        if (plan.autoStart().isPresent()) timers.set(change, START, id, plan.opens());
        int at = 0;
        for (Duration before : plan.reminders().stream().limit(MOST_REMINDERS).toList()) {
            Instant due = plan.starts().minus(before);
            if (due.isAfter(clock.instant())) timers.set(change, REMIND, id + "/" + at++, due);
        }
    }

    /// It is then time to look who isn't there and is to be called.
    void lookForAbsent(Change change, Session session, Instant at) {
        if (session.plan().callAfter().isPresent()) timers.set(change, CALL, session.id(), at);
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
                + ", " + Wording.starts(plan, now) + ". I'll send you your own link then. If you can't come, type: no"
                + venues.byTelephone(change, session);
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
}
