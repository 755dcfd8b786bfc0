package dev.muster.sms.broadcast;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.timer.Timers;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/// Short addresses that lead to long ones, one for each recipient. Nothing in them says what for, or for whom.
public final class ShortLinks {
    private static final String BELL = "short-link-ends";
    private static final int TOKEN_BYTES = 9;

    private static final Shelf<Link> LINKS = new Shelf<>("short-link", Link.class);

    private final Supplier<URI> url;
    private final SecureRandom random;
    private final Timers timers;

    private record Link(URI to, String text, boolean wasOpened) {}

    /// What somebody has opened.
    ///
    /// @param text the text that it stood in
    /// @param isFirst whether they have for the first time
    public record Opened(URI to, String text, boolean isFirst) {}

    /// Has its alarms rung by those timers, which are to be started afterwards.
    ///
    /// @param url where the bridge's own pages are
    public ShortLinks(Supplier<URI> url, Timers timers, SecureRandom random) {
        this.url = url;
        this.random = random;
        this.timers = timers.with(BELL, (change, alarm) -> change.remove(LINKS.at(alarm.name())));
    }

    String issue(Change change, URI to, String text, Instant until) {
        byte[] secret = new byte[TOKEN_BYTES];
        random.nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        change.put(LINKS.at(token), new Link(to, text, false));
        timers.set(change, BELL, token, until);
        return url.get() + "/s/" + token;
    }

    /// As long as any that is issued.
    String sample() {
        return url.get() + "/s/" + "x".repeat((TOKEN_BYTES * 8 + 5) / 6);
    }

    /// Somebody opens it.
    public Optional<Opened> open(Change change, String token) {
        Optional<Link> found = change.get(LINKS.at(token));
        found.filter(link -> !link.wasOpened())
                .ifPresent(link -> change.put(LINKS.at(token), new Link(link.to(), link.text(), true)));
        return found.map(link -> new Opened(link.to(), link.text(), !link.wasOpened()));
    }

    /// Where it leads, for whoever only looks, as programs do that show what is behind a link.
    public Optional<URI> to(Reading reading, String token) {
        return reading.get(LINKS.at(token)).map(Link::to);
    }
}
