package dev.muster.bench.load;

import dev.muster.bench.crowd.People;
import dev.muster.bench.report.Figure;
import dev.muster.bench.report.Target;
import dev.muster.bench.wire.Connection;
import dev.muster.nostr.event.Filter;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// People who have their client open and say nothing, each with one subscription: the memory that each takes.
final class Idle implements Scenario {
    private static final int PER_ADDRESS = 1_000;
    private static final Duration TO_SETTLE = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        try (Server server = lab.relays().one()) {
            lab.warmUp(server, name());
            // What the first ones load and compile is not theirs.
            for (Connection connection : open(lab, server, PER_ADDRESS / 2)) connection.close();
            lab.loop().pause(TO_SETTLE);
            long before = server.proc().residentBytes();
            int count = lab.size().idle();
            var meter = new Meter(server);
            open(lab, server, count);
            double each = meter.stop(lab.loop()).microsPer(count);
            lab.loop().pause(TO_SETTLE);
            long resident = server.proc().residentBytes() - before;
            meter = new Meter(server);
            lab.loop().pause(TO_SETTLE);
            double idling = meter.stop(lab.loop()).cpuMicros() / 1e6 / TO_SETTLE.toSeconds();
            return List.of(
                    new Figure(
                            name(),
                            "resident for each of %,d connections".formatted(count),
                            resident / 1024.0 / count,
                            "KiB",
                            Target.atMost(16, "KiB")),
                    new Figure(name(), "to connect and subscribe", each, "µs CPU", Target.none()),
                    new Figure(name(), "of a core while nothing happens", 100 * idling, "%", Target.none()));
        }
    }

    /// They come from several addresses, as people do, and since ports run out.
    private static List<Connection> open(Lab lab, Server server, int count) {
        List<Connection> connections = lab.loop()
                .connect(count, number -> server.door().offeringDeflate().from(address(number)), (_, _) -> {});
        List<Listening> listening = IntStream.range(0, count)
                .mapToObj(number -> new Listening(connections.get(number), followed(number), _ -> {}))
                .toList();
        lab.loop().until("the end of stored events", () -> listening.stream().allMatch(Listening::isCaughtUp));
        connections.forEach(Connection::forgetWindow);
        return connections;
    }

    /// Ten people each.
    private static Filter followed(int number) {
        return Filter.ALL
                .authors(IntStream.range(number, number + 10)
                        .mapToObj(who -> People.key(who % People.COUNT).publicKey())
                        .toList())
                .limit(1);
    }

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (1 + number / PER_ADDRESS)});
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
