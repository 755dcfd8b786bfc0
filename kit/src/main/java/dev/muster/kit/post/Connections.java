package dev.muster.kit.post;

import dev.muster.kit.timer.Watch;
import dev.muster.nostr.client.Backoff;
import dev.muster.nostr.client.Fetched;
import dev.muster.nostr.client.Outcome;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Timing;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// A bot's connections to relays, its own and other people's: one for each, opened when there is something to say, and
/// closed when there was nothing for a while.
public final class Connections implements AutoCloseable {
    private static final Timing TIMING = Timing.DEFAULT
            .connect(Duration.ofSeconds(5))
            .answer(Duration.ofSeconds(5))
            .retry(new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10)));

    /// Enough for a relay that is being started anew.
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /// So long a relay that did not answer is left alone: who waits for one that is dead can do nothing else.
    private static final Duration REST = Duration.ofSeconds(10);

    private static final Duration IDLE = Duration.ofMinutes(2);

    /// A relay that says so will say so again.
    private static final Pattern FOR_GOOD = Pattern.compile("(?:blocked|invalid|restricted):.*", Pattern.DOTALL);

    private final SecretKey key;
    private final Reach reach;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<URI, Connection> open = new ConcurrentHashMap<>();
    private final Watch watch = new Watch("idle connections", this::closeTheIdle);

    private record Connection(RelayClient client, Instant usedAt, Instant restsUntil) {
        Connection usedAt(Instant now) {
            return new Connection(client, now, restsUntil);
        }

        Connection restingUntil(Instant end) {
            return new Connection(client, usedAt, end);
        }
    }

    /// @param key who the bot says it is, where a relay wants to know
    public Connections(SecretKey key, Reach reach, InstantSource clock, SecureRandom random) {
        this.key = key;
        this.reach = reach;
        this.clock = clock;
        this.random = random;
        watch.start();
    }

    Reach reach() {
        return reach;
    }

    static boolean isForGood(String refusal) {
        return FOR_GOOD.matcher(refusal).matches();
    }

    /// What a relay says to an event; [Outcome.Unanswered] at once if it has just not answered somebody else.
    CompletableFuture<Outcome> publish(URI relay, Event event) throws InterruptedException {
        Connection connection = use(relay);
        if (rests(connection)) return CompletableFuture.completedFuture(new Outcome.Unanswered());
        return connection.client().submit(event, PATIENCE).thenApply(outcome -> {
            if (outcome instanceof Outcome.Unanswered) rest(relay);
            return outcome;
        });
    }

    /// What a relay has; empty if it doesn't answer.
    Optional<List<Event>> fetch(URI relay, Filter filter) throws InterruptedException {
        Connection connection = use(relay);
        if (rests(connection)) return Optional.empty();
        Fetched fetched = connection.client().fetch(filter);
        return switch (fetched.ending()) {
            case Fetched.Ending.Complete _, Fetched.Ending.Partial _, Fetched.Ending.TooMuch _ ->
                Optional.of(fetched.events());
            case Fetched.Ending.Refused _ -> Optional.empty();
            case Fetched.Ending.Unanswered _ -> {
                rest(relay);
                yield Optional.empty();
            }
        };
    }

    private Connection use(URI relay) {
        Instant now = clock.instant();
        return open.compute(relay, (_, connection) -> {
            Connection used = connection == null ? new Connection(open(relay), now, now) : connection;
            return used.usedAt(now);
        });
    }

    private RelayClient open(URI relay) {
        return reach.to(relay)
                .keys(key)
                .timing(TIMING)
                .clock(clock)
                .random(random)
                .open();
    }

    private boolean rests(Connection connection) {
        return clock.instant().isBefore(connection.restsUntil());
    }

    private void rest(URI relay) {
        Instant end = clock.instant().plus(REST);
        open.computeIfPresent(relay, (_, connection) -> connection.restingUntil(end));
    }

    private Duration closeTheIdle() {
        Instant recently = clock.instant().minus(IDLE);
        for (URI relay : open.keySet()) {
            open.computeIfPresent(relay, (_, connection) -> {
                if (!connection.usedAt().isBefore(recently)) return connection;
                connection.client().close();
                return null;
            });
        }
        return Watch.LOOK_AGAIN;
    }

    /// To how many relays there are connections, or attempts at them.
    int count() {
        return open.size();
    }

    @Override
    public void close() {
        watch.close();
        open.values().forEach(connection -> connection.client().close());
    }
}
