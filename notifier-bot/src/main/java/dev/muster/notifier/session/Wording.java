package dev.muster.notifier.session;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Times and sessions as people read of them.
final class Wording {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE d MMMM, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter YEAR =
            DateTimeFormatter.ofPattern("EEEE d MMMM uuuu, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

    private Wording() {}

    /// `Tuesday 1 December, 18:00 (Europe/Prague)`.
    static String starts(Plan plan, Instant now) {
        ZonedDateTime at = plan.starts().atZone(plan.zoneId());
        boolean isThisYear = at.getYear() == now.atZone(plan.zoneId()).getYear();
        return at.format(isThisYear ? DAY : YEAR) + " (" + plan.zone() + ")";
    }

    /// `Ends 20:00 (Europe/Prague).`
    static String ends(Plan plan) {
        ZonedDateTime starts = plan.starts().atZone(plan.zoneId());
        ZonedDateTime ends = plan.ends().atZone(plan.zoneId());
        boolean isSameDay = starts.toLocalDate().equals(ends.toLocalDate());
        return "Ends " + ends.format(isSameDay ? HOUR : DAY) + " (" + plan.zone() + ").";
    }

    /// `2 hours`, `1 min`, `3 days`: the largest unit that tells enough.
    static String span(Duration span) {
        long minutes = Math.max(0, span.plusSeconds(30).toMinutes());
        if (minutes < 1) return span.toSeconds() + " s";
        if (minutes < 120) return minutes + " min";
        long hours = Math.round(minutes / 60.0);
        return hours < 48 ? hours + " hours" : Math.round(hours / 24.0) + " days";
    }

    static String people(long count) {
        return count == 1 ? "1 person" : count + " people";
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

    /// What the sessions are called, when each starts, and how far it is: a line each.
    static String lines(List<Session> sessions, Instant now) {
        return sessions.stream()
                .map(session ->
                        session.address().identifier() + ": " + session.plan().title() + ", "
                                + Wording.starts(session.plan(), now)
                                + (session.status() == Status.PLANNED
                                        ? ""
                                        : " (" + session.status().word() + ")"))
                .collect(Collectors.joining("\n"));
    }
}
