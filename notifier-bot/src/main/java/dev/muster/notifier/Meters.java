package dev.muster.notifier;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.outbox.Channel.End;
import dev.muster.kit.post.Post;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// What the bot counts. Labels are words of ours, never anything that somebody said.
final class Meters implements Post.News {
    private static final String PREFIX = "muster.notifier.";

    private final MeterRegistry metrics;
    private final Counter reached;

    Meters(MeterRegistry metrics) {
        this.metrics = metrics;
        reached = Counter.builder(PREFIX + "letters.reached")
                .description("Letters that a relay of their recipient has taken")
                .register(metrics);
    }

    /// Something that was understood, and not done.
    void refused(String reason) {
        Counter.builder(PREFIX + "refused")
                .description("What people asked for and was not done, by reason")
                .tag("reason", reason)
                .register(metrics)
                .increment();
    }

    /// A wrap that was not believed.
    void distrusted(String reason) {
        Counter.builder(PREFIX + "wraps.refused")
                .description("Wraps that were not believed, by reason")
                .tag("reason", reason)
                .register(metrics)
                .increment();
    }

    @Override
    public void reached(Change change, String id, String note) {
        change.afterwards(reached::increment);
    }

    @Override
    public void ended(Change change, String id, End end) {
        String how = switch (end) {
            case End.Done _ -> "done";
            case End.Refused _ -> "refused";
            case End.Unknown _ -> "unknown";
            case End.TooLate _ -> "too-late";
        };
        var counter = Counter.builder(PREFIX + "letters.ended")
                .description("Letters that need no more work, by how they ended")
                .tag("how", how)
                .register(metrics);
        change.afterwards(counter::increment);
    }
}
