package dev.muster.bench.load;

import dev.muster.bench.crowd.Fact;
import dev.muster.bench.crowd.People;
import dev.muster.bench.crowd.Sort;
import dev.muster.bench.crowd.Stock;
import dev.muster.bench.load.Asking.Question;
import dev.muster.bench.report.Figure;
import dev.muster.bench.report.Target;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Stored notes by author, by whom they mention, by kind and time: what each returned one costs.
final class Queries implements Scenario {
    private static final int VARIANTS = 20;
    private static final int CONNECTIONS = 2;

    /// What clients ask for, and the same question put to what we know of the events.
    private enum Shape {
        AUTHORS("authors") {
            @Override
            Question question(List<Fact> stored, int variant, int limit) {
                Set<Integer> three = Set.of(3 * variant, 3 * variant + 1, 3 * variant + 2);
                Filter filter = Filter.ALL.authors(
                        three.stream().map(who -> People.key(who).publicKey()).collect(Collectors.toSet()));
                long there = stored.stream()
                        .filter(fact -> three.contains(fact.author()))
                        .limit(limit)
                        .count();
                return Question.of(filter.limit(limit), (int) there);
            }
        },
        MENTIONED("#p") {
            @Override
            Question question(List<Fact> stored, int variant, int limit) {
                Filter filter = Filter.ALL.tagged('p', List.of(People.hex(variant)));
                long there = stored.stream()
                        .filter(fact -> fact.recipient() == variant)
                        .limit(limit)
                        .count();
                return Question.of(filter.limit(limit), (int) there);
            }
        },
        RECENT("kinds + since") {
            @Override
            Question question(List<Fact> stored, int variant, int limit) {
                // From the newest fortieth of them to the newest eighth.
                int age = stored.size() / 40 + variant * stored.size() / 200;
                long since = stored.get(stored.size() - age).createdAt();
                Filter filter = Filter.ALL.kinds(Kind.TEXT_NOTE).since(since);
                long there = stored.stream()
                        .filter(fact -> fact.createdAt() >= since)
                        .limit(limit)
                        .count();
                return Question.of(filter.limit(limit), (int) there);
            }
        };

        private final String words;

        Shape(String words) {
            this.words = words;
        }

        abstract Question question(List<Fact> stored, int variant, int limit);
    }

    @Override
    public String name() {
        return "queries";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        try (Server server = lab.relays().one()) {
            int count = lab.size().stored();
            Stock notes = lab.stock(Sort.NOTES, count);
            lab.fill(server, notes, 0, count);
            var figures = new ArrayList<Figure>();
            for (int limit : List.of(100, 500)) {
                figures.addAll(ask(lab, server, notes, count, name(), limit, Target.cpu(3, lab.verification())));
            }
            return figures;
        }
    }

    /// Asks every kind of question, each of them twice: only the second time counts.
    ///
    /// @param count how many notes the relay has
    static List<Figure> ask(Lab lab, Server server, Stock notes, int count, String scenario, int limit, Target target) {
        var figures = new ArrayList<Figure>();
        List<Fact> stored = IntStream.range(0, count).mapToObj(notes::fact).toList();
        try (var asking = new Asking(lab.loop(), lab.connections(server, CONNECTIONS))) {
            for (Shape shape : Shape.values()) {
                List<Question> questions = IntStream.range(0, VARIANTS)
                        .mapToObj(variant -> shape.question(stored, variant, limit))
                        .toList();
                int times = lab.size().returned() / limit;
                asking.all(inTurn(questions, times));
                var meter = new Meter(server);
                long returned = asking.all(inTurn(questions, times));
                double each = meter.stop(lab.loop()).microsPer(returned);
                figures.add(new Figure(scenario, shape.words + ", limit " + limit, each, "µs CPU", target));
            }
        }
        return figures;
    }

    static Iterator<Question> inTurn(List<Question> questions, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> questions.get(i % questions.size()))
                .iterator();
    }
}
