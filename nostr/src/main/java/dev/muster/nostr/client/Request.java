package dev.muster.nostr.client;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.RelayMessage;
import dev.muster.nostr.message.SubscriptionId;
import java.util.concurrent.CompletableFuture;

/// What a caller wants of the relay: said on every new connection until it is settled.
sealed interface Request permits Request.Publishing, Request.Question, RelaySubscription {
    /// What to say to the relay, from the beginning.
    ClientMessage message();

    void refuse(String reason);

    /// An event on its way. Its id makes it safe to send it again.
    record Publishing(Event event, CompletableFuture<Outcome> outcome) implements Request {
        @Override
        public ClientMessage message() {
            return new ClientMessage.Publish(event);
        }

        void accept(String note) {
            outcome.complete(note.startsWith("duplicate:") ? new Outcome.Duplicate(note) : new Outcome.Accepted(note));
        }

        @Override
        public void refuse(String reason) {
            outcome.complete(new Outcome.Refused(reason));
        }
    }

    /// A `COUNT`, or one step of a sync.
    record Question(SubscriptionId id, ClientMessage message, CompletableFuture<Answer<RelayMessage>> answer)
            implements Request {
        /// Whether a relay that doesn't know us any more would understand it.
        boolean canBeRepeated() {
            return !(message instanceof ClientMessage.ContinueSync);
        }

        /// The connection that it belonged to is gone.
        void lost() {
            answer.complete(new Answer.Unanswered<>());
        }

        @Override
        public void refuse(String reason) {
            answer.complete(new Answer.Refused<>(reason));
        }
    }
}
