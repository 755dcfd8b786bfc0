package dev.muster.bench.load;

import dev.muster.bench.crowd.People;
import dev.muster.bench.crowd.Sort;
import dev.muster.bench.crowd.Stock;
import dev.muster.bench.load.Asking.Question;
import dev.muster.bench.report.Figure;
import dev.muster.bench.report.Target;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Everything at once for a while: events come in, subscribers hear of them, people come, ask for their messages, and
/// go. Memory must not grow with it.
final class Soak implements Scenario {
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final int PER_SECOND = 200;
    private static final int SUBSCRIBERS = 50;
    private static final int VISITORS = 20;

    /// How much more memory than after a quarter of the time there may be at the end.
    private static final double MOST_TIMES = 1.1;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        try (Server server = lab.relays().one()) {
            lab.warmUp(server, name());
            int steps = (int) Math.max(4, lab.size().soak().dividedBy(STEP));
            int perStep = (int) (PER_SECOND * STEP.toSeconds() / 2);
            int from = lab.size().warmUp();
            Stock notes = lab.stock(Sort.NOTES, from + steps * perStep);
            Stock wraps = lab.stock(Sort.WRAPS, from + steps * perStep);
            var memory = new ArrayList<Double>();
            var meter = new Meter(server);
            try (var audience = new Audience(lab, server, SUBSCRIBERS);
                    var publishing = new Publishing(lab.loop(), server.door(), 4)) {
                for (int step = 0; step < steps; step++) {
                    int at = from + step * perStep;
                    publishing.paced(
                            Lab.alternating(audience.watched(notes, at, at + perStep), wraps.frames(at, at + perStep)),
                            PER_SECOND);
                    audience.waitForAll();
                    for (int who = 0; who < VISITORS; who++) visit(lab, server, who);
                    memory.add(server.proc().ownBytes() / 1048576.0);
                    lab.say("soak: %.0f MiB".formatted(memory.getLast()));
                }
            }
            double each = meter.stop(lab.loop()).microsPer(2L * steps * perStep);
            double early = memory.get(steps / 4);
            return List.of(
                    new Figure(name(), "an event, with all that surrounds it", each, "µs CPU", Target.none()),
                    new Figure(name(), "memory after a quarter", early, "MiB", Target.none()),
                    new Figure(name(), "memory at the end", memory.getLast(), "MiB", Target.none()),
                    new Figure(
                            name(),
                            "the second to the first",
                            memory.getLast() / early,
                            "×",
                            Target.atMost(MOST_TIMES, "×")));
        }
    }

    private static void visit(Lab lab, Server server, int who) {
        Filter filter = Filter.ALL
                .kinds(Kind.GIFT_WRAP)
                .tagged('p', List.of(People.hex(who)))
                .limit(1);
        try (var asking = new Asking(lab.loop(), List.of(lab.connectAs(People.key(who), server)))) {
            asking.all(List.of(Question.of(filter, 1)).iterator());
        }
    }
}
