package dev.muster.notifier.page;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Who has tried how many secrets that don't exist, within this minute.
final class Guesses {
    private static final int NETWORKS = 100_000;
    private static final String ALL_OTHERS = "";

    private final int most;
    private final InstantSource time;
    private final Map<String, Integer> counts = new HashMap<>();
    private long minute;

    Guesses(int most, InstantSource time) {
        this.most = most;
        this.time = time;
    }

    synchronized boolean areTooMany(Visitor visitor) {
        turn();
        return counts.getOrDefault(key(visitor), 0) >= most;
    }

    synchronized void add(Visitor visitor) {
        turn();
        counts.merge(key(visitor), 1, Integer::sum);
    }

    /// Until everybody may try again.
    long secondsLeft() {
        return 60 - time.instant().getEpochSecond() % 60;
    }

    private void turn() {
        long now = time.instant().getEpochSecond() / 60;
        if (now == minute) return;
        minute = now;
        counts.clear();
    }

    private String key(Visitor visitor) {
        String network = visitor.network();
        return counts.containsKey(network) || counts.size() < NETWORKS ? network : ALL_OTHERS;
    }
}
