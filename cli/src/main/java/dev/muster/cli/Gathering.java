package dev.muster.cli;

import dev.muster.nostr.client.Incoming;
import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Subscription;
import dev.muster.nostr.event.Filter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// The same question to several relays; what they say comes one after the other, each with the relay that it is from.
final class Gathering implements AutoCloseable {
    /// A relay's thread waits when the command is so far behind; then its client reads no more.
    private static final int AHEAD = 256;

    /// What one relay says. [Ended] is its last word.
    record Heard(URI relay, Incoming what) {}

    private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(AHEAD);
    private final List<Thread> threads = new ArrayList<>();
    private final Duration patience;

    /// @param patience how long to wait for the next stored event, or for their end
    Gathering(List<RelayClient> relays, Filter filter, Duration patience) {
        this.patience = patience;
        for (RelayClient relay : relays) threads.add(Thread.ofVirtual().start(() -> ask(relay, filter)));
    }

    Heard next() throws InterruptedException {
        return heard.take();
    }

    /// Waits so long at most; empty if nothing came.
    Optional<Heard> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(heard.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void ask(RelayClient relay, Filter filter) {
        try (Subscription subscription = relay.subscribe(filter)) {
            boolean caughtUp = false;
            while (true) {
                Optional<Incoming> next = caughtUp ? Optional.of(subscription.next()) : subscription.next(patience);
                Incoming what = next.orElseGet(() -> new Ended(RelayOptions.noAnswer(patience)));
                heard.put(new Heard(relay.relay(), what));
                switch (what) {
                    case Arrived _ -> {}
                    case EndOfStored _ -> caughtUp = true;
                    case Ended _ -> {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            // The command has heard enough.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
