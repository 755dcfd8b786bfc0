package dev.muster.kit.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How an admin writes a time span: `90 days`, `15 min`, `2s`, `0`.
final class DurationText {
    static final String ALLOWED = "a number with ms, s, min, h, days or weeks, such as \"15 min\", or 0";

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}) *([a-z]+)");

    private DurationText() {}

    static Duration parse(String text) {
        if (text.equals("0")) return Duration.ZERO;
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) throw new IllegalArgumentException(ALLOWED);
        return unit(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s", "sec", "second", "seconds" -> Duration.ofSeconds(1);
            case "m", "min", "minute", "minutes" -> Duration.ofMinutes(1);
            case "h", "hour", "hours" -> Duration.ofHours(1);
            case "d", "day", "days" -> Duration.ofDays(1);
            case "w", "week", "weeks" -> Duration.ofDays(7);
            default -> throw new IllegalArgumentException(ALLOWED);
        };
    }
}
