package dev.muster.bench.load;

import dev.muster.bench.crowd.Sort;
import dev.muster.bench.crowd.Stock;
import dev.muster.bench.report.Figure;
import dev.muster.bench.report.Target;
import java.io.IOException;
import java.util.List;

/// Fifty notes a second to two hundred subscribers: how long each delivery takes from the moment the note is sent.
final class LiveDelivery implements Scenario {
    private static final int PER_SECOND = 50;
    private static final int SUBSCRIBERS = 200;

    @Override
    public String name() {
        return "live";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        try (Server server = lab.relays().one()) {
            lab.warmUp(server, name());
            return deliver(lab, server);
        }
    }

    private List<Figure> deliver(Lab lab, Server server) throws IOException {
        int from = lab.size().warmUp();
        int events = (int) (PER_SECOND * lab.size().pace().toSeconds() / 2);
        Stock notes = lab.stock(Sort.NOTES, from + 2 * events);
        try (var audience = new Audience(lab, server, SUBSCRIBERS);
                var publishing = new Publishing(lab.loop(), server.door(), 1)) {
            publishing.paced(audience.watched(notes, from, from + events), PER_SECOND);
            audience.waitForAll();
            publishing.paced(audience.watched(notes, from + events, from + 2 * events), PER_SECOND);
            Latencies latencies = audience.waitForAll();
            return List.of(
                    new Figure(name(), "send to delivery, p50", latencies.percentile(50), "ms", Target.atMost(5, "ms")),
                    new Figure(
                            name(), "send to delivery, p99", latencies.percentile(99), "ms", Target.atMost(50, "ms")));
        }
    }
}
