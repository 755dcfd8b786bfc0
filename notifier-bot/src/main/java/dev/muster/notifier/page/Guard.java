package dev.muster.notifier.page;

import dev.muster.kit.http.Request;
import dev.muster.notifier.session.Look;
import io.micrometer.core.instrument.MeterRegistry;

/// Stands at every page that a secret opens: counts who gets in and who doesn't, and shuts out those who
/// guess.
final class Guard {
    private final Site site;
    private final Guesses guesses;
    private final MeterRegistry metrics;

    Guard(Site site, Guesses guesses, MeterRegistry metrics) {
        this.site = site;
        this.guesses = guesses;
        this.metrics = metrics;
    }

    /// Even for those who now have a link that exists: else the answer would tell them so.
    boolean isShutFor(Request request) {
        if (!guesses.areTooMany(Visitor.of(request, site.proxies()))) return false;
        refused("guessed");
        return true;
    }

    /// Until it is open to everybody again.
    long secondsLeft() {
        return guesses.secondsLeft();
    }

    /// Somebody has opened a link, or wanted to join by it, and this was shown to them.
    void showed(Look look, Request request) {
        switch (look) {
            case Look.Open open -> metrics.counter("muster.page.opened").increment();
            case Look.Early early -> refused("early");
            case Look.Ended ended -> refused("ended");
            case Look.Cancelled cancelled -> refused("cancelled");
            case Look.Elsewhere elsewhere -> refused("elsewhere");
            case Look.Revoked revoked -> refused("revoked");
            case Look.Unknown unknown -> unknown(request);
        }
    }

    /// Somebody has shown a secret that doesn't exist.
    void unknown(Request request) {
        guesses.add(Visitor.of(request, site.proxies()));
        refused("unknown");
    }

    /// Somebody has shown what can't be a secret at all.
    void incomplete() {
        refused("incomplete");
    }

    /// Somebody may come in, and nobody has said where.
    void hadNoRoom() {
        refused("no-room");
    }

    void joined() {
        metrics.counter("muster.page.joined").increment();
    }

    private void refused(String reason) {
        metrics.counter("muster.page.refused", "reason", reason).increment();
    }
}
