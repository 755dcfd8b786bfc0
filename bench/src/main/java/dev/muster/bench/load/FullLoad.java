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
import java.util.Locale;

/// Events as fast as the relay takes them: what each costs once it is safe on disk.
final class FullLoad implements Scenario {
    @Override
    public String name() {
        return "full-load";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        var figures = new ArrayList<Figure>();
        try (Server server = lab.relays().one()) {
            figures.add(lab.warmUp(server, name()));
            long written = 0;
            long json = 0;
            for (Sort sort : List.of(Sort.NOTES, Sort.WRAPS)) {
                int from = lab.size().warmUp();
                for (int connections : List.of(4, 16)) {
                    int to = from + lab.size().events();
                    Stock stock =
                            lab.stock(sort, lab.size().warmUp() + 2 * lab.size().events());
                    double verification = lab.verification();
                    var meter = new Meter(server);
                    Published published;
                    try (var publishing = new Publishing(lab.loop(), server.door(), connections)) {
                        published = publishing.all(stock.frames(from, to), Lab.WINDOW);
                    }
                    Spent spent = meter.stop(lab.loop());
                    verification = (verification + lab.verification()) / 2;
                    String what = sort.name().toLowerCase(Locale.ROOT) + ", " + connections + " connections";
                    figures.add(new Figure(
                            name(),
                            what,
                            spent.microsPer(published.events),
                            "µs CPU",
                            Target.verifications(2, 3, verification)));
                    figures.add(new Figure(
                            name(), what + ", events", published.events / spent.seconds(), "/s", Target.none()));
                    written += spent.written();
                    json += published.jsonBytes;
                    from = to;
                }
            }
            figures.add(new Figure(
                    name(), "bytes written per byte of event", (double) written / json, "×", Target.atMost(10, "×")));
        }
        return figures;
    }
}
