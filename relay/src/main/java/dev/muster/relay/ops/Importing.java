package dev.muster.relay.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.relay.ops.Housekeeping.Imported;
import dev.muster.relay.ops.Housekeeping.Refusal;
import dev.muster.relay.store.EventStore;
import dev.muster.relay.store.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// Takes events in, checked on all cores. They are the admin's: limits and members play no part, ids and signatures do.
final class Importing {
    /// How long a full store is left alone before it is asked again.
    private static final long PAUSE = Duration.ofMillis(2).toNanos();

    private final EventStore store;
    private final List<Refusal> refused = new ArrayList<>();
    private long accepted;
    private long known;
    private long outdated;

    Importing(EventStore store) {
        this.store = store;
    }

    /// What is to be known of an event before it is given to the store.
    private sealed interface Judged {
        record Good(Event event, CompletableFuture<Outcome> outcome) implements Judged {}

        record Known() implements Judged {}

        record Bad(String why) implements Judged {}
    }

    Imported take(List<String> events) {
        var all = new ArrayList<Judged>(events.size());
        // In their order; and the store writes the first ones while others are still being verified.
        events.parallelStream().map(this::judge).forEachOrdered(judged -> {
            all.add(judged);
            if (judged instanceof Judged.Good good) give(good);
        });
        for (int at = 0; at < all.size(); at++) {
            switch (all.get(at)) {
                case Judged.Good(var _, var outcome) -> count(at, outcome.join());
                case Judged.Known _ -> known++;
                case Judged.Bad(var why) -> refused.add(new Refusal(at, why));
            }
        }
        return new Imported(accepted, known, outdated, refused);
    }

    /// A look for the same event costs a small part of its signature, and makes it cheap to begin once more.
    private Judged judge(String json) {
        try {
            Event event = Event.parse(json.getBytes(UTF_8));
            if (store.holds(event)) return new Judged.Known();
            if (Kind.storage(event.kind()) == Kind.Storage.EPHEMERAL) return new Judged.Bad("ephemeral, never stored");
            Optional<String> flaw = event.flaw();
            if (flaw.isPresent()) return new Judged.Bad(flaw.get());
            return new Judged.Good(event, new CompletableFuture<>());
        } catch (IllegalArgumentException e) {
            return new Judged.Bad(String.valueOf(e.getMessage()));
        }
    }

    private void give(Judged.Good good) {
        while (!store.add(good.event(), good.outcome()::complete)) LockSupport.parkNanos(PAUSE);
    }

    private void count(int at, Outcome outcome) {
        switch (outcome) {
            case Outcome.Stored _ -> accepted++;
            case Outcome.Duplicate _ -> known++;
            case Outcome.Outdated _, Outcome.Deleted _ -> outdated++;
            case Outcome.MailboxFull _ -> refused.add(new Refusal(at, "its recipient's mailbox is full"));
            case Outcome.Failed _ -> refused.add(new Refusal(at, "it could not be written, and the log says why"));
        }
    }
}
