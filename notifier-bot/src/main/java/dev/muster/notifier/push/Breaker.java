package dev.muster.notifier.push;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Leaves a server alone for a moment that has not answered several times in a row: a call that waits for it is better
/// brought by another way. Each is judged by itself, since people name servers of their own, and some are down for
/// ever.
final class Breaker {
    private static final int MANY = 8;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int MOST_SERVERS = 1000;

    private final InstantSource clock;

    /// Those that have not answered lately; guarded by this. When there are too many, the oldest are forgiven.
    private final Map<String, Silence> silent = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Silence> eldest) {
            return size() > MOST_SERVERS;
        }
    };

    private record Silence(int failures, Instant until) {}

    Breaker(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether it may be asked. After a pause one may try, and then the next.
    synchronized boolean lets(String server) {
        Silence silence = silent.get(server);
        if (silence == null || silence.failures() < MANY) return true;
        Instant now = clock.instant();
        if (now.isBefore(silence.until())) return false;
        silent.put(server, new Silence(silence.failures(), now.plus(PAUSE)));
        return true;
    }

    synchronized void answered(String server) {
        silent.remove(server);
    }

    synchronized void failed(String server) {
        Silence silence = silent.getOrDefault(server, new Silence(0, Instant.MIN));
        int failures = silence.failures() + 1;
        silent.put(
                server, new Silence(failures, failures == MANY ? clock.instant().plus(PAUSE) : silence.until()));
    }
}
