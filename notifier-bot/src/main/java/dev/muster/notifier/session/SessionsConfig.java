package dev.muster.notifier.session;

import dev.muster.nostr.crypto.PublicKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/// The section `[notifier.sessions]` of `muster.toml`: what announcements don't say.
///
/// @param room the URL of the room of sessions that name none; `{room}` in it stands for the session's id
/// @param zone the time zone of sessions that name none
/// @param length how long sessions last that don't say when they end
/// @param autoStart how long before its time a session starts by itself; zero: only those that say so
/// @param reminders how long before its time people are reminded
/// @param completion how long one has to be there for a certificate
/// @param certificateValidity how long a certificate counts; zero is for ever
/// @param keep how long after its end a session is remembered, and who was there
/// @param texts how links get to phones
/// @param rooms where sessions are that name no room
public record SessionsConfig(
        String room,
        String zone,
        Duration length,
        Duration autoStart,
        List<Duration> reminders,
        Duration completion,
        Duration certificateValidity,
        Duration keep,
        TextsConfig texts,
        RoomsConfig rooms) {
    /// Before the defaults, which it is held against too.
    private static final Duration SHORTEST_LENGTH = Duration.ofMinutes(1);

    public static final SessionsConfig DEFAULT = new SessionsConfig(
            "",
            "UTC",
            Duration.ofHours(2),
            Duration.ZERO,
            List.of(Duration.ofDays(1), Duration.ofHours(1)),
            Duration.ofMinutes(30),
            Duration.ZERO,
            Duration.ofDays(90),
            TextsConfig.DEFAULT,
            RoomsConfig.DEFAULT);

    public SessionsConfig {
        if (!room.isEmpty() && !Reader.isRoom(room))
            throw new IllegalArgumentException("room: an https URL, such as https://meet.example.org/{room}");
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("zone: a time zone, such as Europe/Prague", e);
        }
        if (length.compareTo(SHORTEST_LENGTH) < 0) throw new IllegalArgumentException("length: at least a minute");
        reminders = List.copyOf(reminders);
    }

    /// The same, with links texted by that bridge if it names none.
    public SessionsConfig asking(PublicKey bridge) {
        return new SessionsConfig(
                room,
                zone,
                length,
                autoStart,
                reminders,
                completion,
                certificateValidity,
                keep,
                texts.asking(bridge),
                rooms);
    }

    /// The same, with rooms from that bridge if it names none.
    public SessionsConfig meetingAt(PublicKey bridge) {
        return new SessionsConfig(
                room,
                zone,
                length,
                autoStart,
                reminders,
                completion,
                certificateValidity,
                keep,
                texts,
                rooms.asking(bridge));
    }
}
