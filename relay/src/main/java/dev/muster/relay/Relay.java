package dev.muster.relay;

import dev.muster.kit.outside.Poster;
import dev.muster.kit.outside.Resolver;
import dev.muster.relay.live.Live;
import dev.muster.relay.net.Figures;
import dev.muster.relay.net.Information;
import dev.muster.relay.net.Pages;
import dev.muster.relay.net.Server;
import dev.muster.relay.policy.Pushing;
import dev.muster.relay.push.Pushes;
import dev.muster.relay.session.Desk;
import dev.muster.relay.session.Meters;
import dev.muster.relay.session.Readers;
import dev.muster.relay.session.Rules;
import dev.muster.relay.session.Session;
import dev.muster.relay.store.EventStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A relay at work, wired together.
public final class Relay implements AutoCloseable {
    private static final Duration GOODBYE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final InstantSource clock;
    private final URI url;
    private final Pushing pushing;
    private final AtomicReference<RelayConfig> config;
    private final AtomicReference<Rules> rules;
    private final ScheduledExecutorService timer;
    private final EventStore store;
    private final Readers readers;
    private final Optional<Poster> poster;
    private final Optional<Pushes> pushes;
    private final Server server;

    /// What it needs of its surroundings.
    ///
    /// @param metrics where it counts
    /// @param scrape all that is counted in this process, as Prometheus wants it
    public record Surroundings(
            InstantSource clock, SecureRandom random, MeterRegistry metrics, Supplier<String> scrape, String version) {}

    /// Opens the store and begins to take connections.
    ///
    /// @throws dev.muster.relay.store.StoreFailure if the store can't be opened
    /// @throws IOException if it can't listen
    public static Relay start(RelayConfig config, Surroundings surroundings) throws IOException {
        return new Relay(config, surroundings);
    }

    private Relay(RelayConfig given, Surroundings surroundings) throws IOException {
        clock = surroundings.clock();
        Instant started = clock.instant();
        config = new AtomicReference<>(given);
        url = given.net().url();
        pushing = given.push();
        rules = new AtomicReference<>(Rules.of(given.access(), given.limits(), pushing, url, clock));
        timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("relay-timer").daemon().factory());
        var live = new Live();
        var meters = new Meters(surroundings.metrics());
        poster = pushing.enabled()
                ? Optional.of(new Poster(pushing.bounds(), Resolver.SYSTEM, clock))
                : Optional.empty();
        store = EventStore.open(given.data(), given.keeping(), clock, live::committed);
        store.bindTo(surroundings.metrics());
        readers = new Readers(Math.max(2, Runtime.getRuntime().availableProcessors()));
        Gauge.builder("muster.relay.requests.waiting", readers, Readers::waiting)
                .description("Requests that wait for a thread to read the store")
                .register(surroundings.metrics());
        pushes = poster.map(each -> new Pushes(new Pushes.Surroundings(
                store,
                live,
                each,
                () -> rules.get().pushes(),
                url,
                clock,
                surroundings.random(),
                surroundings.metrics())));
        var desk = new Desk(
                url,
                rules::get,
                store,
                live,
                pushes,
                readers,
                timer,
                new AtomicLong(),
                meters,
                clock,
                surroundings.random());
        var pages = new Pages(
                () -> new Information(
                        config.get().description(),
                        config.get().limits(),
                        config.get().access(),
                        pushing.enabled(),
                        Optional.empty(),
                        surroundings.version()),
                () -> new Figures(
                        connections(),
                        meters.subscriptions(),
                        store.count(),
                        Duration.between(started, clock.instant())),
                store::trouble,
                surroundings.scrape());
        try {
            server = Server.start(
                    given.net(), given.limits(), client -> new Session(client, desk), pages, surroundings.metrics());
        } catch (IOException | RuntimeException e) {
            pushes.ifPresent(Pushes::close);
            poster.ifPresent(Poster::close);
            store.close();
            throw e;
        }
        var _ = timer.scheduleWithFixedDelay(() -> readers.execute(this::sweep), 1, 60, TimeUnit.SECONDS);
    }

    private void sweep() {
        try {
            store.sweep();
        } catch (RuntimeException e) {
            LOG.error("what has expired could not be removed", e);
        }
    }

    /// What clients call it by.
    public URI url() {
        return url;
    }

    /// Where it really listens.
    public InetSocketAddress address() {
        return server.address();
    }

    public int connections() {
        return server.connections();
    }

    public EventStore store() {
        return store;
    }

    /// Puts other rules in force, without a connection being lost. Where it listens, what it is called by,
    /// where its data is and where pushes go stay as they are.
    ///
    /// @throws IOException if the certificate can't be read, and then all stays as it was
    public void reload(RelayConfig next) throws IOException {
        server.reload(next.net(), next.limits());
        config.set(next);
        rules.set(Rules.of(next.access(), next.limits(), pushing, url, clock));
        pushes.ifPresent(Pushes::readAgain);
    }

    /// Says goodbye to every client, then closes the store.
    @Override
    public void close() {
        timer.shutdown();
        server.drain(GOODBYE);
        readers.close();
        pushes.ifPresent(Pushes::close);
        poster.ifPresent(Poster::close);
        // What has been heard is still written, and nobody is left to be told.
        store.close();
        server.close();
    }
}
