package dev.muster.bench.load;

import dev.muster.bench.crowd.People;
import dev.muster.bench.crowd.Sort;
import dev.muster.bench.load.Asking.Question;
import dev.muster.bench.report.Figure;
import dev.muster.bench.report.Target;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import java.io.IOException;
import java.util.List;

/// Somebody fetches their private messages. It should not matter that thousands of public reactions mention them, too.
final class Inbox implements Scenario {
    private static final int REACTIONS = 28_000;
    private static final int WRAPS_OF_BOTH = 400;
    private static final int LIMIT = 100;

    /// How much dearer one may be than the other and still count as the same: that far figures differ on their own.
    private static final double SAME = 1.25;

    @Override
    public String name() {
        return "inbox";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        try (Server server = lab.relays().one()) {
            lab.warmUp(server, name());
            lab.fill(server, lab.stock(Sort.INBOX, WRAPS_OF_BOTH), 0, WRAPS_OF_BOTH);
            lab.fill(server, lab.stock(Sort.REACTIONS, REACTIONS), 0, REACTIONS);
            // Whoever comes first would warm up for the other.
            ask(lab, server, People.POPULAR);
            double quiet = ask(lab, server, People.QUIET);
            double popular = ask(lab, server, People.POPULAR);
            return List.of(
                    new Figure(name(), "a hundred wraps of somebody quiet", quiet, "µs CPU", Target.none()),
                    new Figure(name(), "of somebody with 28,000 reactions", popular, "µs CPU", Target.none()),
                    new Figure(name(), "the second to the first", popular / quiet, "×", Target.atMost(SAME, "×")));
        }
    }

    private static double ask(Lab lab, Server server, int who) {
        Filter filter = Filter.ALL
                .kinds(Kind.GIFT_WRAP)
                .tagged('p', List.of(People.hex(who)))
                .limit(LIMIT);
        var question = List.of(Question.of(filter, LIMIT));
        int times = lab.size().returned() / LIMIT;
        try (var asking = new Asking(lab.loop(), List.of(lab.connectAs(People.key(who), server)))) {
            var meter = new Meter(server);
            asking.all(Queries.inTurn(question, times));
            return meter.stop(lab.loop()).microsPer(times);
        }
    }
}
