package dev.muster.bench.load;

import dev.muster.bench.crowd.Sort;
import dev.muster.bench.crowd.Stock;
import dev.muster.bench.report.Figure;
import dev.muster.bench.report.Target;
import dev.muster.bench.wire.Connection;
import dev.muster.bench.wire.Loop;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.ClientAuthentication;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// What every scenario measures with: relays, events, one loop for all connections.
final class Lab implements AutoCloseable {
    /// How many unanswered events a connection has at full load.
    static final int WINDOW = 100;

    private final Relays relays;
    private final Size size;
    private final Path cache;
    private final PrintStream progress;
    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final Loop loop = new Loop();
    private final Map<Sort, Stock> stocks = new EnumMap<>(Sort.class);

    /// @param cache where events are kept from run to run
    Lab(Relays relays, Size size, Path cache, PrintStream progress) throws IOException {
        this.relays = relays;
        this.size = size;
        this.cache = cache;
        this.progress = progress;
    }

    Size size() {
        return size;
    }

    Loop loop() {
        return loop;
    }

    Relays relays() {
        return relays;
    }

    /// At least so many events.
    Stock stock(Sort sort, int count) throws IOException {
        Stock there = stocks.get(sort);
        if (there != null && there.size() >= count) return there;
        if (there != null) there.close();
        say("events: " + count + " " + sort);
        Stock stock = Stock.of(sort, count, cache, clock);
        stocks.put(sort, stock);
        return stock;
    }

    /// Has the server do what it will be measured at, so that its JVM compiles it: the first so many notes and wraps.
    ///
    /// @return CPU time for each of these events, to show what it takes before
    Figure warmUp(Server server, String scenario) throws IOException {
        var meter = new Meter(server);
        int count = size.warmUp();
        Stock notes = stock(Sort.NOTES, count);
        Stock wraps = stock(Sort.WRAPS, count);
        try (var publishing = new Publishing(loop, server.door(), 4)) {
            publishing.all(alternating(notes.frames(0, count), wraps.frames(0, count)), WINDOW);
        }
        double each = meter.stop(loop).microsPer(2L * count);
        return new Figure(scenario, "an event while warming up", each, "µs CPU", Target.none());
    }

    /// Publishes events that are only there to be found.
    void fill(Server server, Stock stock, int from, int to) {
        try (var publishing = new Publishing(loop, server.door(), 4)) {
            publishing.all(stock.frames(from, to), WINDOW);
        }
    }

    /// One of these, one of those, one of these …
    static Iterator<byte[]> alternating(Iterator<byte[]> some, Iterator<byte[]> others) {
        return new Iterator<>() {
            private boolean isTurnOfOthers = true;

            @Override
            public boolean hasNext() {
                return some.hasNext() || others.hasNext();
            }

            @Override
            public byte[] next() {
                isTurnOfOthers = !isTurnOfOthers;
                return isTurnOfOthers ? others.next() : some.next();
            }
        };
    }

    /// So many connections that nobody listens to yet.
    List<Connection> connections(Server server, int count) {
        return loop.connect(count, _ -> server.door(), (_, _) -> {});
    }

    /// A connection as somebody.
    Connection connectAs(SecretKey key, Server server) {
        return Authenticating.connect(
                loop,
                server,
                challenge -> ClientAuthentication.answer(key.publicKey(), server.uri(), challenge, clock.instant())
                        .sign(key, random));
    }

    /// Microseconds for one verification of a signature, now.
    double verification() throws IOException {
        return new Yardstick(stock(Sort.NOTES, size.warmUp())).measure();
    }

    void say(String what) {
        progress.println(what);
    }

    @Override
    public void close() throws IOException {
        loop.close();
        for (Stock stock : stocks.values()) stock.close();
    }
}
