package dev.muster.notifier.session;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as people read them.
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
}
