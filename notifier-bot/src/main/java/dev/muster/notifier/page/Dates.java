package dev.muster.notifier.page;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/// How somebody reads dates.
record Dates(Locale locale, ZoneId zone) {
    String day(Instant instant) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
                .withLocale(locale)
                .format(instant.atZone(zone));
    }

    private String hour(Instant instant) {
        return DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                .withLocale(locale)
                .format(instant.atZone(zone));
    }

    /// The day once, if one is enough.
    String period(Instant from, Instant to) {
        ZonedDateTime begin = from.atZone(zone);
        boolean isOneDay = begin.toLocalDate().equals(to.atZone(zone).toLocalDate());
        return day(from) + ", " + hour(from) + "\u00a0– " + (isOneDay ? "" : day(to) + ", ") + hour(to);
    }

    int offsetMinutes(Instant instant) {
        return zone.getRules().getOffset(instant).getTotalSeconds() / 60;
    }
}
