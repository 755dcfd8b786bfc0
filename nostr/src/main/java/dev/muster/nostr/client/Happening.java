package dev.muster.nostr.client;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.message.ClientMessage;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What a [Conversation] is told.
sealed interface Happening {
    // By the socket

    record Opened(Link link) implements Happening {}

    record Heard(Link link, byte[] frame) implements Happening {}

    record Sent(Link link) implements Happening {}

    /// The connection is gone, with the WebSocket's close code; 1006 if there was none.
    record Lost(Link link, int code, String why) implements Happening {}

    // By callers

    /// Whoever wants a connection waits to hear what stands in its way.
    record Wanted(CompletableFuture<Optional<String>> obstacle) implements Happening {}

    /// Somebody more to be; the future completes when the relay knows, or nobody needs to tell it.
    record Joined(SecretKey key, CompletableFuture<Void> known) implements Happening {}

    record Made(Request request) implements Happening {}

    /// Answered, closed by its caller, or past its deadline.
    record Settled(Request request) implements Happening {}

    /// Needs no answer, and is not worth a connection of its own.
    record Said(ClientMessage message) implements Happening {}

    record Drained(RelaySubscription subscription) implements Happening {}

    record Stopped() implements Happening {}
}
