package dev.muster.notifier.ring;

import dev.muster.nostr.crypto.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// How often anybody may ring. It is counted anew each minute, so what is remembered is bounded by what may happen in
/// one.
final class Pace {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final RingsConfig config;
    private final InstantSource clock;
    private final Map<Pair, Integer> byPair = new HashMap<>();
    private final Map<PublicKey, Integer> byCallee = new HashMap<>();
    private int all;
    private Instant since = Instant.EPOCH;

    private record Pair(PublicKey caller, PublicKey callee) {}

    Pace(RingsConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /// Whether they may ring now; if so, it counts.
    synchronized boolean admits(PublicKey caller, PublicKey callee) {
        Instant now = clock.instant();
        if (Duration.between(since, now).abs().compareTo(WINDOW) >= 0) {
            byPair.clear();
            byCallee.clear();
            all = 0;
            since = now;
        }
        var pair = new Pair(caller, callee);
        boolean isTooOften = byPair.getOrDefault(pair, 0) >= config.perCaller()
                || byCallee.getOrDefault(callee, 0) >= config.perCallee()
                || all >= config.perMinute();
        if (isTooOften) return false;
        byPair.merge(pair, 1, Integer::sum);
        byCallee.merge(callee, 1, Integer::sum);
        all++;
        return true;
    }
}
