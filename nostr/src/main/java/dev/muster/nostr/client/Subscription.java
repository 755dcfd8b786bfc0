package dev.muster.nostr.client;

import java.time.Duration;
import java.util.Optional;

/// What was asked for, as it comes: stored events, [Incoming.EndOfStored], then new ones, until [Incoming.Ended].
///
/// ```
/// try (Subscription inbox = relay.subscribe(filter)) {
///     while (true) {
///         switch (inbox.next()) {
///             case Arrived(var event) -> handle(event);
///             case EndOfStored _ -> {}
///             case Ended(var reason) -> { return; }
///         }
///     }
/// }
/// ```
///
/// Who takes too slowly stops the whole connection: when the buffer is full, nothing more is read from the relay,
/// and answers to other calls wait behind. After [Timing#stall] without anything taken the subscription is ended.
/// So don't wait for a relay's answer in the thread that takes from it; use [RelayClient#submit] or another thread.
public interface Subscription extends AutoCloseable {
    /// Waits for what comes next. After [Incoming.Ended] it is always that.
    Incoming next() throws InterruptedException;

    /// Waits so long at most; empty if nothing came.
    Optional<Incoming> next(Duration patience) throws InterruptedException;

    /// Tells the relay that this is over; what was not taken yet is dropped.
    @Override
    void close();
}
