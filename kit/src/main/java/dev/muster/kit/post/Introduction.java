package dev.muster.kit.post;

import dev.muster.nostr.client.Outcome;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets people find a bot: its [Profile] is published at our relays and at those where people are looked up,
/// wherever it isn't there yet.
///
/// Each relay has a virtual thread, which ends as soon as that relay has everything or doesn't want it.
public final class Introduction implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Introduction.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final SecretKey key;
    private final Profile profile;
    private final Connections connections;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<Integer, Event> latest = new HashMap<>();
    private final List<Thread> threads = new ArrayList<>();

    public Introduction(
            SecretKey key, Profile profile, Connections connections, InstantSource clock, SecureRandom random) {
        this.key = key;
        this.profile = profile;
        this.connections = connections;
        this.clock = clock;
        this.random = random;
    }

    public void start() {
        connections
                .reach()
                .named()
                .forEach(relay -> threads.add(Thread.ofVirtual()
                        .name("introduction at " + relay.getHost())
                        .start(() -> insist(relay))));
    }

    private void insist(URI relay) {
        try {
            for (Duration pause = FIRST_PAUSE; !introduce(relay); pause = pause.multipliedBy(2)) {
                Thread.sleep(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} hears of us at the next start", relay.getHost());
        }
    }

    /// Whether there is nothing left to do.
    private boolean introduce(URI relay) throws InterruptedException {
        Filter ours = Filter.ALL
                .kinds(Kind.PROFILE, Kind.INBOX_RELAYS, Kind.HANDLER_INFORMATION)
                .authors(List.of(key.publicKey()));
        Optional<List<Event>> there = connections.fetch(relay, ours);
        if (there.isEmpty()) return false;
        boolean isDone = true;
        for (Rumor wanted : profile.events(key.publicKey(), connections.reach().ours())) {
            Optional<Event> missing = missing(wanted, there.get());
            if (missing.isPresent()) isDone &= publish(relay, missing.get());
        }
        return isDone;
    }

    /// What a relay that has this doesn't have and should.
    private synchronized Optional<Event> missing(Rumor wanted, List<Event> there) {
        Optional<Event> before = there.stream()
                .filter(event -> Profile.isAbout(wanted, event))
                .max((one, other) -> Long.compare(one.createdAt(), other.createdAt()));
        if (before.filter(event -> Profile.says(wanted, event)).isPresent()) return Optional.empty();
        // Newer than what it replaces, also if a clock was wrong then.
        long after = before.map(Event::createdAt).orElse(-1L);
        return Optional.of(latest.compute(
                wanted.kind(),
                (_, signed) -> signed != null && signed.createdAt() > after ? signed : sign(wanted, after)));
    }

    private Event sign(Rumor wanted, long after) {
        long now = Math.max(clock.instant().getEpochSecond(), after + 1);
        return new Rumor(wanted.author(), now, wanted.kind(), wanted.tags(), wanted.content()).sign(key, random);
    }

    private boolean publish(URI relay, Event event) throws InterruptedException {
        try {
            return switch (connections.publish(relay, event).get()) {
                case Outcome.Accepted _, Outcome.Duplicate _ -> true;
                case Outcome.Unanswered _ -> false;
                case Outcome.Refused(var reason)
                when Connections.isForGood(reason) -> {
                    LOG.warn("{} doesn't take what the bot says of itself (kind {})", relay.getHost(), event.kind());
                    yield true;
                }
                case Outcome.Refused _ -> false;
            };
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
