package dev.muster.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.bench.crowd.Sort;
import dev.muster.bench.crowd.Stock;
import dev.muster.bench.load.Publishing.Published;
import dev.muster.bench.report.Figure;
import dev.muster.bench.report.Target;
import dev.muster.bench.wire.WrongAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A relay that is given ten times as many events: whether a new one, or one that is asked for, costs more then; how
/// much of the disk they take; how soon it serves again after a restart.
final class Growth implements Scenario {
    private static final double MOST_TIMES = 1.3;
    private static final int RESTARTS = 3;
    private static final int LIMIT = 100;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        return switch (lab.relays()) {
            case Relays.Started started -> measure(lab, started);
            case Relays.Attached _ -> throw new WrongAnswer("growth restarts the relay: it must be given by --server");
        };
    }

    private List<Figure> measure(Lab lab, Relays.Started relays) throws IOException, InterruptedException {
        var figures = new ArrayList<Figure>();
        Path data = relays.newData();
        long json;
        int small = lab.size().small();
        int large = lab.size().large();
        Stock notes = lab.stock(Sort.NOTES, large);
        try (Server server = relays.at(data)) {
            int sample = lab.size().events();
            Stage few = stage(lab, server, notes, 0, small, Math.min(sample, small / 2));
            lab.say("growth: " + small + " stored");
            Stage many = stage(lab, server, notes, small, large, sample);
            json = few.json + many.json;
            figures.add(info("an event among %,d".formatted(small), few.ingest, "µs CPU"));
            figures.add(info("an event among %,d".formatted(large), many.ingest, "µs CPU"));
            figures.add(times("an event, the second to the first", many.ingest / few.ingest));
            for (int i = 0; i < few.queries.size(); i++) {
                Figure before = few.queries.get(i);
                Figure after = many.queries.get(i);
                figures.add(info(before.what() + ", of %,d".formatted(small), before.value(), "µs CPU"));
                figures.add(info(after.what() + ", of %,d".formatted(large), after.value(), "µs CPU"));
                figures.add(times(before.what() + ", the second to the first", after.value() / before.value()));
            }
        }
        long disk = diskBytes(data);
        figures.add(
                new Figure(name(), "disk per byte of JSON, notes", (double) disk / json, "×", Target.atMost(1.6, "×")));
        figures.addAll(restarts(relays, data, large));
        return figures;
    }

    /// @param ingest CPU time for each of the last events
    private record Stage(double ingest, List<Figure> queries, long json) {}

    /// Lets data grow to so many, of which the last few are measured, and asks for some.
    private Stage stage(Lab lab, Server server, Stock notes, int from, int to, int sample) {
        try (var publishing = new Publishing(lab.loop(), server.door(), 4)) {
            long json = publishing.all(notes.frames(from, to - sample), Lab.WINDOW).jsonBytes;
            var meter = new Meter(server);
            Published published = publishing.all(notes.frames(to - sample, to), Lab.WINDOW);
            double ingest = meter.stop(lab.loop()).microsPer(sample);
            List<Figure> queries = Queries.ask(lab, server, notes, to, name(), LIMIT, Target.none());
            return new Stage(ingest, queries, json + published.jsonBytes);
        }
    }

    private List<Figure> restarts(Relays.Started relays, Path data, int stored)
            throws IOException, InterruptedException {
        var times = new Latencies();
        for (int i = 0; i < RESTARTS; i++) {
            try (Server server = relays.at(data)) {
                times.add(server.startUp().toNanos());
            }
        }
        return List.of(new Figure(
                name(),
                "start to serving with %,d stored".formatted(stored),
                times.percentile(50) / 1e3,
                "s",
                Target.atMost(1.5, "s")));
    }

    private static long diskBytes(Path folder) throws IOException {
        // Not the sum of the files' lengths: LMDB's has holes.
        Process du = new ProcessBuilder("du", "-s", "--block-size=1", folder.toString()).start();
        String answer = new String(du.getInputStream().readAllBytes(), UTF_8);
        return Long.parseLong(answer.substring(0, answer.indexOf('\t')));
    }

    private Figure info(String what, double value, String unit) {
        return new Figure(name(), what, value, unit, Target.none());
    }

    private Figure times(String what, double value) {
        return new Figure(name(), what, value, "×", Target.atMost(MOST_TIMES, "×"));
    }
}
