package dev.muster.bench.load;

import dev.muster.bench.crowd.Sort;
import dev.muster.bench.crowd.Stock;
import dev.muster.bench.load.Meter.Spent;
import dev.muster.bench.load.Publishing.Published;
import dev.muster.bench.report.Figure;
import dev.muster.bench.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Notes and wraps at the pace of an everyday group, so that hardly two arrive together: nothing is gained from doing
/// many at once.
final class EverydayPace implements Scenario {
    private static final int CONNECTIONS = 8;

    @Override
    public String name() {
        return "everyday-pace";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        var figures = new ArrayList<Figure>();
        try (Server server = lab.relays().one()) {
            figures.add(lab.warmUp(server, name()));
            int from = lab.size().warmUp();
            for (int perSecond : List.of(200, 500)) {
                int to = from + (int) (perSecond * lab.size().pace().toSeconds() / 2);
                Stock notes = lab.stock(Sort.NOTES, to);
                Stock wraps = lab.stock(Sort.WRAPS, to);
                var meter = new Meter(server);
                Published published;
                try (var publishing = new Publishing(lab.loop(), server.door(), CONNECTIONS)) {
                    published = publishing.paced(
                            Lab.alternating(notes.frames(from, to), wraps.frames(from, to)), perSecond);
                }
                Spent spent = meter.stop(lab.loop());
                String pace = perSecond + " events/s";
                figures.add(new Figure(
                        name(),
                        pace,
                        spent.microsPer(published.events),
                        "µs CPU",
                        Target.cpu(150, lab.verification())));
                figures.add(new Figure(
                        name(),
                        pace + ", bytes written per byte of event",
                        (double) spent.written() / published.jsonBytes,
                        "×",
                        Target.atMost(10, "×")));
                from = to;
            }
        }
        return figures;
    }
}
