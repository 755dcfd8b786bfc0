package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.json.JsonReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What people type for a time, a tag, a relay. Each method throws an [IllegalArgumentException] that says what was
/// expected.
final class Arguments {
    private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhdw])");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,16}");
    private static final String TIME = "a time is an age such as 30m, 12h or 2d, seconds since 1970, or a date such as"
            + " 2026-01-31 or 2026-01-31T18:00:00Z";

    private Arguments() {}

    /// Nothing on Nostr is older than 1970.
    static Instant time(String text, InstantSource clock) {
        Instant time = instant(text, clock);
        return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
    }

    private static Instant instant(String text, InstantSource clock) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) return clock.instant().minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))));
        if (SECONDS.matcher(text).matches()) return seconds(Long.parseLong(text));
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(TIME, e);
        }
    }

    private static Instant seconds(long seconds) {
        // Milliseconds, as JavaScript counts them, would be a date in the year 50000.
        if (seconds > 100_000_000_000L || seconds > Event.MAX_TIME)
            throw new IllegalArgumentException("these are not seconds since 1970, but perhaps milliseconds");
        return Instant.ofEpochSecond(seconds);
    }

    /// When something is to be: `+20m` from now, a date and time in a zone, or seconds since 1970.
    static Instant moment(String text, ZoneId zone, InstantSource clock) {
        if (text.startsWith("+")) return clock.instant().plus(span(text.substring(1)));
        if (SECONDS.matcher(text).matches()) return seconds(Long.parseLong(text));
        try {
            if (text.endsWith("Z")) return Instant.parse(text);
            return LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "a moment is such as 2026-12-01T18:00, +20m from now, or seconds since 1970", e);
        }
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time zone is such as Europe/Prague", e);
        }
    }

    /// How long something takes: `2h`, `90m`, `1h30m`.
    static Duration span(String text) {
        Matcher matcher = AGO.matcher(text);
        Duration span = Duration.ZERO;
        int at = 0;
        while (matcher.find() && matcher.start() == at) {
            span = span.plus(unit(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1))));
            at = matcher.end();
        }
        if (at == 0 || at < text.length())
            throw new IllegalArgumentException("a length of time is such as 15m, 2h or 1h30m");
        return span;
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }

    /// `name=value`, a bare `name`, or for more than one value the tag's JSON.
    static Tag tag(String text) {
        if (text.startsWith("[")) return jsonTag(text);
        int equals = text.indexOf('=');
        if (equals == 0 || text.isEmpty())
            throw new IllegalArgumentException("a tag is name=value, or JSON such as [\"e\",\"…\",\"\",\"reply\"]");
        return equals < 0 ? Tag.of(text) : Tag.of(text.substring(0, equals), text.substring(equals + 1));
    }

    private static Tag jsonTag(String text) {
        var reader = new JsonReader(text.getBytes(UTF_8));
        List<String> elements = new ArrayList<>();
        reader.openArray();
        while (reader.nextElement()) elements.add(reader.string());
        reader.end();
        return new Tag(elements);
    }

    static URI relay(String text) {
        URI relay;
        try {
            relay = new URI(text.contains("://") ? text : "wss://" + text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a relay is an address such as wss://relay.example.org", e);
        }
        boolean isWebSocket = "ws".equalsIgnoreCase(relay.getScheme()) || "wss".equalsIgnoreCase(relay.getScheme());
        if (!isWebSocket || relay.getHost() == null)
            throw new IllegalArgumentException("a relay is an address such as wss://relay.example.org");
        return relay;
    }
}
