package dev.muster.nostr.client;

import dev.muster.nostr.event.Event;
import java.util.List;

/// What a relay had stored.
public record Fetched(List<Event> events, Ending ending) {
    public Fetched {
        events = List.copyOf(events);
    }

    /// Why there was no more.
    public sealed interface Ending {
        /// This is all that matches: the relay says so (NIP-67), or it was asked until nothing more came.
        record Complete() implements Ending {}

        /// The relay has sent what it would; there may be more.
        record Partial() implements Ending {}

        /// It became more than [Limits#fetchBytes].
        record TooMuch() implements Ending {}

        /// The relay won't: a prefix such as `restricted:`, and why.
        record Refused(String reason) implements Ending {}

        /// The relay said nothing until the deadline.
        record Unanswered() implements Ending {}
    }

    public boolean isComplete() {
        return ending instanceof Ending.Complete;
    }
}
