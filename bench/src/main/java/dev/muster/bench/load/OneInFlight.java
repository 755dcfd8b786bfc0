package dev.muster.bench.load;

import dev.muster.bench.crowd.Sort;
import dev.muster.bench.crowd.Stock;
import dev.muster.bench.report.Figure;
import dev.muster.bench.report.Target;
import java.io.IOException;
import java.util.List;

/// One client that waits for each answer before it sends the next event: how long that is.
final class OneInFlight implements Scenario {
    @Override
    public String name() {
        return "one-in-flight";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        try (Server server = lab.relays().one();
                var publishing = new Publishing(lab.loop(), server.door(), 1)) {
            lab.warmUp(server, name());
            int from = lab.size().warmUp();
            int to = from + lab.size().events() / 10;
            Stock notes = lab.stock(Sort.NOTES, to);
            Latencies latencies = publishing.all(notes.frames(from, to), 1).latencies;
            return List.of(
                    new Figure(
                            name(),
                            "send to durable OK, p50",
                            latencies.percentile(50),
                            "ms",
                            Target.atMost(1.5, "ms")),
                    new Figure(name(), "send to durable OK, p99", latencies.percentile(99), "ms", Target.none()));
        }
    }
}
