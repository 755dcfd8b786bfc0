package dev.muster.sms.api;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.Card;
import dev.muster.sms.carrier.Means;
import java.time.Duration;
import java.util.Optional;

/// Where programs hand in texts.
public interface Counter {
    /// Takes a text on, or says why not. Everything that it does is part of the change: if this fails, nobody
    /// gets one.
    ///
    /// @param id what the text is to be called: letters, digits and hyphens; never the same for two
    Result take(Change change, String id, Order order);

    /// What has become of a text. Empty if there is none of that id, or none any more.
    Optional<Status> status(Reading reading, String id);

    /// Whether RCS reaches this number, as far as is known.
    boolean showsCards(Reading reading, PhoneNumber number);

    /// A text that a program wants to be sent.
    ///
    /// @param grant the id of the token that it showed: whom this is counted against
    /// @param by what it is to go by; what RCS doesn't reach is refused if that is known, and else becomes a text
    /// @param card what is to be shown with it
    record Order(String grant, PhoneNumber to, String text, Means by, Optional<Card> card) {
        /// Neither what it says, nor to whom.
        @Override
        public String toString() {
            return "order";
        }
    }

    /// What comes of an order.
    sealed interface Result {
        /// It is there, and goes when it has its turn.
        record Taken(Status status) implements Result {}

        /// It is not to be sent.
        ///
        /// @param word for programs, such as `opted_out`
        /// @param text for people: why, and what they can do
        record Refused(String word, String text) implements Result {}

        /// Not now: there were too many.
        record TooMany(Duration after) implements Result {}

        /// No RCS reaches this number: an ordinary text may.
        record NoCards() implements Result {}
    }

    /// What has become of a text, as BuildIt's apps know it.
    enum Status {
        PENDING,
        SENT,
        DELIVERED,
        FAILED
    }
}
