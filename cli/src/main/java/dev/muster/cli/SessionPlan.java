package dev.muster.cli;

import dev.muster.nostr.crypto.PublicKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What can be said about a session: when, where, how.
final class SessionPlan {
    @Option(
            names = "--start",
            paramLabel = "TIME",
            description = "When it begins: 2026-12-01T18:00 (in --zone), +20m from now, or seconds since 1970.")
    private @Nullable String start;

    @Option(names = "--length", paramLabel = "TIME", description = "How long it takes, such as 2h (if not said, 1h).")
    private @Nullable Duration length;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Where its times are meant, such as Europe/Prague (if not said, this machine's).")
    private @Nullable ZoneId zone;

    @Option(
            names = "--room",
            paramLabel = "URL",
            description = "Where it takes place: any https:// room such as Jitsi's, LiveKit's or BuildIt's.")
    private @Nullable String room;

    @Option(names = "--summary", paramLabel = "TEXT", description = "What it is about, in a sentence or two.")
    private @Nullable String summary;

    @Option(
            names = "--autostart",
            paramLabel = "TIME",
            description = "Start by itself so long before it begins, such as 15m. If not said, somebody starts it.")
    private @Nullable Duration autostart;

    @Option(
            names = "--reminder",
            paramLabel = "TIME,…",
            hideParamSyntax = true,
            split = ",",
            description = "Remind whoever comes so long before it begins, such as 1d,1h.")
    private List<Duration> reminders = List.of();

    @Option(
            names = "--call-after",
            paramLabel = "TIME",
            description =
                    "Call who has only a phone and isn't there so long after it began, such as 5m (0m: at once). Needs"
                            + " a room of muster sip's. If not said, nobody is called.")
    private @Nullable Duration callAfter;

    @Option(
            names = "--capacity",
            paramLabel = "COUNT",
            description = "How many can come; further ones wait for a place.")
    private @Nullable Integer capacity;

    @Option(
            names = "--completion",
            paramLabel = "TIME",
            description = "Who stays so long earns a certificate (if not said, 30m).")
    private @Nullable Duration completion;

    @Option(
            names = "--host",
            paramLabel = "NPUB,…",
            hideParamSyntax = true,
            split = ",",
            description = "Who may start and end it besides you.")
    private List<PublicKey> hosts = List.of();

    @Option(
            names = "--public",
            description = "Also announce it to everybody (NIP-52), without the room and without who is invited.")
    private boolean open;

    boolean hasStart() {
        return start != null;
    }

    /// The announcement, with all that was said here instead of what it said before.
    Announcement onto(Announcement before, Shell shell) {
        Announcement result = times(before, shell);
        if (room != null) result = result.with("service", room(room).toString());
        if (summary != null) result = result.with("summary", summary);
        if (autostart != null) result = result.with("autostart", minutes("--autostart", autostart));
        if (callAfter != null) result = result.with("call", minutes("--call-after", callAfter));
        if (completion != null) result = result.with("completion", minutes("--completion", completion));
        if (!reminders.isEmpty()) {
            result = result.with(
                    "reminder",
                    reminders.stream().map(time -> minutes("--reminder", time)).toList());
        }
        if (capacity != null) {
            if (capacity < 1) throw Failure.usage("--capacity is a number of people, not " + capacity);
            result = result.with("capacity", capacity.toString());
        }
        if (open) result = result.marked("public");
        return result.ledBy(hosts);
    }

    private Announcement times(Announcement before, Shell shell) {
        ZoneId where = zone != null
                ? zone
                : before.tags().value("start_tzid").map(ZoneId::of).orElseGet(ZoneId::systemDefault);
        Optional<Instant> began = before.tags().value("start").flatMap(SessionLine::time);
        Optional<Duration> took = began.flatMap(from -> before.ends().map(to -> Duration.between(from, to)));
        if (start == null && began.isEmpty())
            throw Failure.usage("say when it begins: --start 2026-12-01T18:00, or --start +20m");
        Instant from = start == null ? began.orElseThrow() : moment(start, where, shell);
        Duration takes = length != null ? length : took.orElse(Duration.ofHours(1));
        if (takes.isZero()) throw Failure.usage("--length is longer than nothing");
        return before.with("start", Long.toString(from.getEpochSecond()))
                .with("end", Long.toString(from.plus(takes).getEpochSecond()))
                .with("start_tzid", where.getId());
    }

    private static Instant moment(String text, ZoneId zone, Shell shell) {
        try {
            Instant moment = Arguments.moment(text, zone, shell.clock());
            if (moment.isAfter(shell.clock().instant())) return moment;
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--start: " + e.getMessage());
        }
        throw Failure.usage("--start lies in the past");
    }

    /// The bot counts in whole minutes.
    private static String minutes(String option, Duration time) {
        if (time.toSecondsPart() > 0) throw Failure.usage(option + " is in whole minutes");
        return Long.toString(time.toMinutes());
    }

    private static URI room(String text) {
        try {
            var room = new URI(text);
            if ("https".equalsIgnoreCase(room.getScheme()) && room.getHost() != null) return room;
        } catch (URISyntaxException e) {
            throw Failure.usage("--room is an address such as https://meet.example.org/medic-101");
        }
        throw Failure.usage("--room is an address such as https://meet.example.org/medic-101");
    }
}
