package dev.muster.sip.ua;

import java.time.Duration;

/// How long things take, and how often they happen.
///
/// @param firstAnswer so long a server may keep silent before the next is tried: RFC 3261 would wait for 32 s
/// @param lastAnswer so long the last may that there is: it may only be busy, and nobody listens to nothing for longer
/// @param ringing so long it may ring
/// @param heartbeat between two questions whether a trunk is there
/// @param misses after so many without an answer it isn't
/// @param sessionExpires how long a call may last that isn't refreshed (RFC 4028)
/// @param minSession the shortest of these that we agree to
/// @param registration what we ask for
/// @param retry the pause after a registration has failed, first; it doubles
/// @param longestRetry up to that
/// @param linger so long a call that is over is remembered, because others may repeat themselves
public record Timing(
        Duration firstAnswer,
        Duration lastAnswer,
        Duration ringing,
        Duration heartbeat,
        int misses,
        Duration sessionExpires,
        Duration minSession,
        Duration registration,
        Duration retry,
        Duration longestRetry,
        Duration linger) {
    public static final Timing DEFAULT = new Timing(
            Duration.ofSeconds(4),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            3,
            Duration.ofSeconds(1800),
            Duration.ofSeconds(90),
            Duration.ofMinutes(10),
            Duration.ofSeconds(2),
            Duration.ofMinutes(5),
            Duration.ofSeconds(32));
}
