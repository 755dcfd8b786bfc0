package dev.muster.cli;

import dev.muster.nostr.client.Answer;
import dev.muster.nostr.client.Differences;
import dev.muster.nostr.client.Outcome;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.negentropy.Records;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/// A relay that events are copied from and to.
record RelayPlace(RelayClient relay, Duration patience) implements Place {
    /// Most relays answer with at least so many events at once, and take a question of that length.
    private static final int IDS_AT_ONCE = 100;

    /// So that the way to a relay and back isn't waited for each time.
    private static final int QUESTIONS_AT_ONCE = 4;

    /// How what it has differs from these records (NIP-77).
    ///
    /// @throws Failure if the relay won't say
    Differences compare(Filter filter, Records ours) throws InterruptedException {
        return switch (relay.sync(filter, ours)) {
            case Answer.Given(var differences) -> differences;
            case Answer.Refused(var reason) -> throw new Failure(this + " doesn't compare: " + reason);
            case Answer.Unanswered() ->
                throw new Failure(this + " doesn't compare: " + RelayOptions.noAnswer(patience)
                        + ". Perhaps it doesn't know NIP-77; then use req and publish");
        };
    }

    @Override
    public void read(Set<EventId> ids, Reader reader) throws InterruptedException {
        Stream<List<Event>> answers = ids.stream()
                .gather(Gatherers.windowFixed(IDS_AT_ONCE))
                .gather(Gatherers.mapConcurrent(QUESTIONS_AT_ONCE, this::fetch));
        for (var answer = answers.iterator(); answer.hasNext(); ) {
            for (Event event : answer.next()) reader.read(event);
        }
    }

    private List<Event> fetch(List<EventId> ids) {
        try {
            return relay.fetch(Filter.ALL.ids(ids)).events();
        } catch (InterruptedException e) {
            // They count as not had.
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    @Override
    public CompletableFuture<Optional<String>> take(Event event) throws InterruptedException {
        return relay.submit(event, patience).thenApply(outcome -> switch (outcome) {
            case Outcome.Accepted _, Outcome.Duplicate _ -> Optional.empty();
            case Outcome.Refused(var reason) -> Optional.of(reason);
            case Outcome.Unanswered() -> Optional.of(RelayOptions.noAnswer(patience));
        });
    }

    @Override
    public String toString() {
        return relay.relay().toString();
    }
}
