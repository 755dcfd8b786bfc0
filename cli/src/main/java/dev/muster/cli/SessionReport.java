package dev.muster.cli;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Who was reached with a session's link, who joined, and for how long.
///
/// @param counts as the bot has counted, such as `joined`
/// @param people in the order in which they came, then those who didn't
record SessionReport(
        Optional<SessionLine> session, String words, SequencedMap<String, Long> counts, List<Attendee> people) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    /// How people are called who can be named only by the channel they are on.
    private static final String NOBODY = "";

    /// What became of one person's link on one channel.
    ///
    /// @param state queued, sent, delivered, opened, joined, failed, blocked, expired
    record Delivered(String channel, String state, Optional<Instant> at, String note) {}

    /// When somebody was in the room.
    ///
    /// @param left empty while they are
    record Visit(Instant joined, Optional<Instant> left, Duration stayed) {}

    /// One person.
    ///
    /// @param who a public key in hex, or a number of which only the end is shown
    /// @param name what they call themselves
    record Attendee(String who, String name, List<Delivered> deliveries, List<Visit> visits) {
        Attendee {
            deliveries = List.copyOf(deliveries);
            visits = List.copyOf(visits);
        }

        boolean hasJoined() {
            return !visits.isEmpty();
        }

        Optional<Instant> joined() {
            return visits.stream().map(Visit::joined).min(Instant::compareTo);
        }

        /// Empty while they are there, or if they never were.
        Optional<Instant> left() {
            if (isThere()) return Optional.empty();
            return visits.stream().flatMap(visit -> visit.left().stream()).max(Instant::compareTo);
        }

        boolean isThere() {
            return visits.stream().anyMatch(visit -> visit.left().isEmpty());
        }

        Duration stayed() {
            return visits.stream().map(Visit::stayed).reduce(Duration.ZERO, Duration::plus);
        }

        /// Such as `sent`, or `nip17 failed, sms sent` where there is more than one way.
        String link() {
            if (deliveries.size() == 1) return deliveries.getFirst().state();
            return deliveries.stream()
                    .map(each -> each.channel() + " " + each.state())
                    .collect(Collectors.joining(", "));
        }

        String note() {
            return deliveries.stream()
                    .map(Delivered::note)
                    .filter(note -> !note.isEmpty())
                    .collect(Collectors.joining(", "));
        }
    }

    /// Reads the tags of C.7: `delivery`, `attendance` and `count`.
    static SessionReport of(Reply.Done done) {
        var deliveries = new LinkedHashMap<String, List<Delivered>>();
        for (Tag tag : done.tags("delivery")) {
            var delivered = new Delivered(text(tag, 2), text(tag, 3), SessionLine.time(tag.at(4)), text(tag, 5));
            deliveries.computeIfAbsent(text(tag, 1), _ -> new ArrayList<>()).add(delivered);
        }
        var visits = new LinkedHashMap<String, List<Visit>>();
        for (Tag tag : done.tags("attendance")) {
            SessionLine.time(tag.at(2))
                    .ifPresent(joined -> visits.computeIfAbsent(text(tag, 1), _ -> new ArrayList<>())
                            .add(new Visit(
                                    joined, SessionLine.time(tag.at(3)), Duration.ofSeconds(number(tag.at(4))))));
        }
        var counts = new LinkedHashMap<String, Long>();
        for (Tag tag : done.tags("count")) counts.put(text(tag, 1), number(tag.at(2)));
        // The first line is a headline, and we have our own.
        String words = done.text().replaceFirst("^Report: [^\n]*\n?", "");
        return new SessionReport(done.sessions().stream().findFirst(), words, counts, people(deliveries, visits));
    }

    private static List<Attendee> people(Map<String, List<Delivered>> deliveries, Map<String, List<Visit>> visits) {
        var all = new LinkedHashMap<String, Attendee>();
        visits.forEach((who, some) ->
                all.put(who, new Attendee(who, NOBODY, deliveries.getOrDefault(who, List.of()), some)));
        deliveries.forEach((who, some) -> all.putIfAbsent(who, new Attendee(who, NOBODY, some, List.of())));
        return List.copyOf(all.values());
    }

    private static String text(Tag tag, int at) {
        return Shell.printable(tag.at(at)).replace('\n', ' ');
    }

    private static long number(String text) {
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
    }

    /// Those who have a key.
    List<PublicKey> keys() {
        return people.stream().flatMap(each -> key(each).stream()).toList();
    }

    private static Optional<PublicKey> key(Attendee attendee) {
        try {
            return Optional.of(PublicKey.parse(attendee.who()));
        } catch (IllegalArgumentException aNumber) {
            return Optional.empty();
        }
    }

    /// The same with what people call themselves.
    SessionReport naming(Names names) {
        List<Attendee> named = people.stream()
                .map(each -> new Attendee(
                        each.who(),
                        key(each).map(names::of).orElse(each.who().replaceFirst("^tel:", "")),
                        each.deliveries(),
                        each.visits()))
                .toList();
        return new SessionReport(session, words, counts, named);
    }

    /// A table for a terminal.
    String text(ZoneId zone) {
        var lines = new ArrayList<String>();
        session.ifPresent(each -> lines.add(each.text(zone)));
        if (!words.isEmpty()) lines.add(words);
        if (people.isEmpty()) return String.join("\n", lines);
        lines.add("");
        int widest =
                people.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        String row = "%-" + Math.max(4, widest) + "s  %-8s  %-6s  %-6s  %8s  %s";
        lines.add(row.formatted("who", "link", "joined", "left", "stayed", "").stripTrailing());
        for (Attendee each : people) {
            lines.add(row.formatted(
                            each.name(),
                            each.link(),
                            time(each.joined(), zone),
                            each.isThere() ? "there" : time(each.left(), zone),
                            each.hasJoined() ? length(each.stayed()) : "",
                            each.note())
                    .stripTrailing());
        }
        return String.join("\n", lines);
    }

    static String time(Optional<Instant> time, ZoneId zone) {
        return time.map(at -> TIME.format(at.atZone(zone))).orElse("");
    }

    /// Such as `1 h 05 min`, or `40 s`.
    static String length(Duration time) {
        if (time.toMinutes() == 0) return time.toSeconds() + " s";
        if (time.toHours() == 0) return time.toMinutes() + " min";
        return "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
    }

    JsonObject json() {
        JsonObject json = session.map(SessionLine::json).orElseGet(JsonObject::new);
        var counted = new JsonObject();
        counts.forEach((name, count) -> counted.with(name, (long) count));
        return json.with("counts", counted)
                .with("people", people.stream().map(SessionReport::json).toList());
    }

    private static JsonObject json(Attendee attendee) {
        return new JsonObject()
                .with(key(attendee).isPresent() ? "pubkey" : "number", attendee.who())
                .with("name", attendee.name())
                .with(
                        "deliveries",
                        attendee.deliveries().stream().map(SessionReport::json).toList())
                .with(
                        "visits",
                        attendee.visits().stream().map(SessionReport::json).toList())
                .with("seconds", attendee.stayed().toSeconds());
    }

    private static JsonObject json(Delivered delivered) {
        var json = new JsonObject().with("channel", delivered.channel()).with("state", delivered.state());
        delivered.at().ifPresent(at -> json.with("at", at.getEpochSecond()));
        return delivered.note().isEmpty() ? json : json.with("note", delivered.note());
    }

    private static JsonObject json(Visit visit) {
        var json = new JsonObject().with("joined", visit.joined().getEpochSecond());
        visit.left().ifPresent(at -> json.with("left", at.getEpochSecond()));
        return json.with("seconds", visit.stayed().toSeconds());
    }
}
