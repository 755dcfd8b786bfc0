package dev.muster.notifier.push;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// What servers answer who want us to come back later: in seconds, or at a time (RFC 9110, 10.2.3).
public final class RetryAfter {
    private RetryAfter() {}

    /// How long that is; empty if nobody can tell.
    public static Optional<Duration> parse(String header, Instant now) {
        String text = header.strip();
        if (text.matches("[0-9]{1,9}")) return Optional.of(Duration.ofSeconds(Integer.parseInt(text)));
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
