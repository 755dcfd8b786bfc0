package dev.muster.cli;

import dev.muster.nostr.event.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// A session, as a bot says it in a tag of its answer.
///
/// @param id    what one types for it
/// @param state planned, live, ended or cancelled
record SessionLine(
        String address, String id, String state, Optional<Instant> starts, Optional<Instant> ends, String title) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM yyyy HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

    /// Of a tag `session`, address, d, state, starts, ends, title.
    static SessionLine of(Tag tag) {
        return new SessionLine(
                tag.at(1),
                printable(tag.at(2)),
                printable(tag.at(3)),
                time(tag.at(4)),
                time(tag.at(5)),
                printable(tag.at(6)));
    }

    private static String printable(String text) {
        return Shell.printable(text).replace('\n', ' ');
    }

    static Optional<Instant> time(String seconds) {
        try {
            return seconds.isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)));
        } catch (NumberFormatException | DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /// Such as `medic-101  planned    Tue 1 Dec 2026 18:00 to 20:00  Medic 101`.
    String text(ZoneId zone) {
        return "%-16s  %-9s  %s  %s".formatted(id, state, when(zone), title).stripTrailing();
    }

    String when(ZoneId zone) {
        if (starts.isEmpty()) return "at an unknown time";
        ZonedDateTime from = starts.get().atZone(zone);
        if (ends.isEmpty()) return DAY.format(from);
        ZonedDateTime to = ends.get().atZone(zone);
        boolean sameDay = from.toLocalDate().equals(to.toLocalDate());
        return DAY.format(from) + " to " + (sameDay ? TIME : DAY).format(to);
    }

    JsonObject json() {
        var json = new JsonObject()
                .with("id", id)
                .with("address", address)
                .with("state", state)
                .with("title", title);
        starts.ifPresent(time -> json.with("starts", time.getEpochSecond()));
        ends.ifPresent(time -> json.with("ends", time.getEpochSecond()));
        return json;
    }
}
