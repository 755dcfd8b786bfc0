package dev.muster.kit.reply;

import dev.muster.nostr.crypto.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// How much we listen to one person: each answer is work, and a letter on somebody's relays.
public final class Patience {
    private static final int MOST = 120;
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<PublicKey, Integer> heard = new HashMap<>();
    private Instant since = Instant.EPOCH;

    public Patience(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether somebody is heard once more.
    public synchronized boolean has(PublicKey person) {
        Instant now = clock.instant();
        if (Duration.between(since, now).abs().compareTo(WITHIN) > 0) {
            heard.clear();
            since = now;
        }
        return heard.merge(person, 1, Integer::sum) <= MOST;
    }
}
