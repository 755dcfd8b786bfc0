package dev.muster.kit.desk;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.outbox.Channel.End;
import dev.muster.kit.post.Post;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// What every bot counts. Labels are words of ours, never anything that somebody said.
public final class Meters implements Post.News {
    private final MeterRegistry metrics;
    private final String prefix;
    private final Counter reached;

    /// @param prefix what the names begin with, such as `muster.notifier.`
    Meters(MeterRegistry metrics, String prefix) {
        this.metrics = metrics;
        this.prefix = prefix;
        reached = Counter.builder(prefix + "letters.reached")
                .description("Letters that a relay of their recipient has taken")
                .register(metrics);
    }

    /// Something that was understood, and not done.
    public void refused(String reason) {
        Counter.builder(prefix + "refused")
                .description("What people asked for and was not done, by reason")
                .tag("reason", reason)
                .register(metrics)
                .increment();
    }

    /// A wrap that was not believed.
    public void distrusted(String reason) {
        Counter.builder(prefix + "wraps.refused")
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
        var counter = Counter.builder(prefix + "letters.ended")
                .description("Letters that need no more work, by how they ended")
                .tag("how", how)
                .register(metrics);
        change.afterwards(counter::increment);
    }
}
