package dev.muster.bench.load;

import dev.muster.bench.crowd.Sort;
import dev.muster.bench.crowd.Stock;
import dev.muster.bench.report.Figure;
import dev.muster.bench.report.Target;
import java.io.IOException;
import java.util.List;

/// Events that the relay has: most of what a relay hears, since people publish to several and tools copy between them.
final class Duplicates implements Scenario {
    @Override
    public String name() {
        return "duplicates";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        try (Server server = lab.relays().one()) {
            lab.warmUp(server, name());
            int count = lab.size().warmUp();
            Stock notes = lab.stock(Sort.NOTES, count);
            Stock wraps = lab.stock(Sort.WRAPS, count);
            try (var publishing = new Publishing(lab.loop(), server.door(), 4)) {
                publishing.again(Lab.alternating(notes.frames(0, count), wraps.frames(0, count)), Lab.WINDOW);
                var meter = new Meter(server);
                int rounds = 2;
                for (int round = 0; round < rounds; round++) {
                    publishing.again(Lab.alternating(notes.frames(0, count), wraps.frames(0, count)), Lab.WINDOW);
                }
                double each = meter.stop(lab.loop()).microsPer(2L * rounds * count);
                return List.of(new Figure(name(), "a duplicate", each, "µs CPU", Target.cpu(15, lab.verification())));
            }
        }
    }
}
