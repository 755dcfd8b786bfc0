package dev.muster.sip;

import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.timer.Watch;
import dev.muster.sip.call.Book;
import dev.muster.sip.credit.Credits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Forgets who called whom, and what it cost, when that was long enough ago.
final class Forgetting implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofHours(1);

    private final Ledger ledger;
    private final Book book;
    private final Credits credits;
    private final Duration keep;
    private final InstantSource clock;
    private final Watch watch = new Watch("old calls", this::look);

    /// By this, its own thread only.
    private Instant next = Instant.EPOCH;

    Forgetting(Ledger ledger, Book book, Credits credits, Duration keep, InstantSource clock) {
        this.ledger = ledger;
        this.book = book;
        this.credits = credits;
        this.keep = keep;
        this.clock = clock;
    }

    void start() {
        watch.start();
    }

    private Duration look() {
        Instant now = clock.instant();
        if (now.isBefore(next)) return Duration.between(now, next);
        Instant before = now.minus(keep);
        boolean isMoreCalls = ledger.change(change -> book.forget(change, before));
        boolean isMoreUsage = ledger.change(change -> credits.forget(change, before));
        if (isMoreCalls || isMoreUsage) return Duration.ZERO;
        next = now.plus(AGAIN);
        return AGAIN;
    }

    @Override
    public void close() {
        watch.close();
    }
}
