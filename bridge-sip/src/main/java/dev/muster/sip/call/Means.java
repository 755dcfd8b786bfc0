package dev.muster.sip.call;

import dev.muster.kit.ledger.Ledger;
import dev.muster.sip.ua.Call;
import dev.muster.sip.ua.Offering;
import java.time.Duration;
import java.time.InstantSource;

/// What every call works with.
///
/// @param studio where voices come from
/// @param longest after which a call is ended
record Means(
        Ledger ledger,
        Book book,
        Studio studio,
        Lines lines,
        Troubles troubles,
        Duration longest,
        InstantSource clock) {
    /// The same, where voices come from elsewhere.
    Means with(Studio other) {
        return new Means(ledger, book, other, lines, troubles, longest, clock);
    }

    /// The telephone's side of all calls.
    interface Lines {
        /// Dials. What comes of it is told to the conversation.
        Call dial(Conversation conversation, Order order, Offering offering);

        /// It is over.
        void ended(Conversation conversation);
    }
}
