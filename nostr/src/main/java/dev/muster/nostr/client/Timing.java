package dev.muster.nostr.client;

import java.time.Duration;

/// How long a client waits for what.
///
/// @param connect for a connection, its TLS and WebSocket handshakes included
/// @param answer for the relay to answer
/// @param pingAfter for any sign of life, before asking for one
/// @param deadAfter for any sign of life after asking, before the connection is given up
/// @param stall for a consumer to take something out of a full buffer, before its subscription is ended
/// @param retry between attempts to connect
public record Timing(
        Duration connect, Duration answer, Duration pingAfter, Duration deadAfter, Duration stall, Backoff retry) {

    public static final Timing DEFAULT = new Timing(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            new Backoff(Duration.ofMillis(500), Duration.ofMinutes(1)));

    public Timing answer(Duration answer) {
        return new Timing(connect, answer, pingAfter, deadAfter, stall, retry);
    }

    public Timing connect(Duration connect) {
        return new Timing(connect, answer, pingAfter, deadAfter, stall, retry);
    }

    public Timing silence(Duration pingAfter, Duration deadAfter) {
        return new Timing(connect, answer, pingAfter, deadAfter, stall, retry);
    }

    public Timing stall(Duration stall) {
        return new Timing(connect, answer, pingAfter, deadAfter, stall, retry);
    }

    public Timing retry(Backoff retry) {
        return new Timing(connect, answer, pingAfter, deadAfter, stall, retry);
    }
}
