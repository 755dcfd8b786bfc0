package dev.muster.bench.load;

import dev.muster.bench.crowd.Sort;
import dev.muster.bench.crowd.Stock;
import dev.muster.bench.report.Figure;
import dev.muster.bench.report.Target;
import java.io.IOException;
import java.util.List;

/// Notes as fast as the relay takes them, to two hundred subscribers: what each delivery costs, with its share of
/// taking the note.
final class FanOut implements Scenario {
    private static final int SUBSCRIBERS = 200;
    private static final int NOTES_PER_EVENT = 25;

    @Override
    public String name() {
        return "fan-out";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        try (Server server = lab.relays().one()) {
            lab.warmUp(server, name());
            int from = lab.size().warmUp();
            int notes = lab.size().events() / NOTES_PER_EVENT;
            Stock stock = lab.stock(Sort.NOTES, from + 2 * notes);
            try (var audience = new Audience(lab, server, SUBSCRIBERS);
                    var publishing = new Publishing(lab.loop(), server.door(), 1)) {
                publishing.all(audience.watched(stock, from, from + notes), Lab.WINDOW);
                audience.waitForAll();
                var meter = new Meter(server);
                publishing.all(audience.watched(stock, from + notes, from + 2 * notes), Lab.WINDOW);
                int deliveries = audience.waitForAll().count();
                double each = meter.stop(lab.loop()).microsPer(deliveries);
                return List.of(new Figure(name(), "a delivery", each, "µs CPU", Target.cpu(2.5, lab.verification())));
            }
        }
    }
}
