package dev.muster.kit.post;

import dev.muster.nostr.client.Outcome;
import dev.muster.nostr.event.Event;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One attempt to bring a wrap to all the relays of an inbox. Belongs to one thread.
final class Round {
    private final List<URI> inbox;
    private final Set<URI> kept = new LinkedHashSet<>();
    private final Set<URI> refused = new HashSet<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private int awaited;

    private record Answer(URI relay, Outcome outcome) {}

    /// @param kept the relays that have it from before
    Round(List<URI> inbox, Set<URI> kept) {
        this.inbox = inbox;
        this.kept.addAll(kept);
    }

    /// Hands the wrap to all that don't have it.
    void begin(Connections connections, Event wrap) throws InterruptedException {
        for (URI relay : inbox) {
            if (kept.contains(relay)) continue;
            awaited++;
            var _ = connections.publish(relay, wrap).thenAccept(outcome -> answers.add(new Answer(relay, outcome)));
        }
    }

    /// Waits for what they say: so long for all of them, and when one has it, no longer than that for the rest.
    void hear(Duration patience, Duration forTheRest) throws InterruptedException {
        long now = System.nanoTime();
        long end = now + patience.toNanos();
        while (awaited > 0) {
            Answer answer = answers.poll(end - now, TimeUnit.NANOSECONDS);
            if (answer == null) return;
            now = System.nanoTime();
            awaited--;
            switch (answer.outcome()) {
                case Outcome.Accepted _, Outcome.Duplicate _ -> {
                    kept.add(answer.relay());
                    end = Math.min(end, now + forTheRest.toNanos());
                }
                case Outcome.Refused(var reason) when Connections.isForGood(reason) -> refused.add(answer.relay());
                case Outcome.Refused _, Outcome.Unanswered _ -> {}
            }
        }
    }

    boolean isUnderWay() {
        return awaited > 0;
    }

    /// All that have it, in whichever inbox they were.
    Set<URI> kept() {
        return kept;
    }

    /// Whether there is nobody left to ask.
    boolean isOver() {
        return inbox.stream().allMatch(relay -> kept.contains(relay) || refused.contains(relay));
    }

    boolean hasArrived() {
        return inbox.stream().anyMatch(kept::contains);
    }

    /// Such as `2 of 3 relays`.
    String note() {
        long arrived = inbox.stream().filter(kept::contains).count();
        return arrived + " of " + inbox.size() + (inbox.size() == 1 ? " relay" : " relays");
    }
}
