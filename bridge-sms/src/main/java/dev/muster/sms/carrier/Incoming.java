package dev.muster.sms.carrier;

import dev.muster.sms.number.PhoneNumber;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a carrier brings.
public sealed interface Incoming {
    /// The name of the carrier that brings it.
    String carrier();

    /// How a message of ours has fared.
    ///
    /// @param message our own id of it, if the carrier was given an address that holds it
    /// @param ids what the carrier may have called it, the likeliest first
    /// @param code the carrier's own; empty if there is none
    /// @param means what it was carried as in the end, where the carrier says so
    record Receipt(
            String carrier,
            Optional<String> message,
            List<String> ids,
            State state,
            String code,
            Optional<Instant> at,
            Optional<Means> means)
            implements Incoming {
        public Receipt {
            ids = List.copyOf(ids);
        }

        /// From a carrier that knows but one means.
        public Receipt(
                String carrier,
                Optional<String> message,
                List<String> ids,
                State state,
                String code,
                Optional<Instant> at) {
            this(carrier, message, ids, state, code, at, Optional.empty());
        }

        /// Not the ids, which a carrier may make of numbers.
        @Override
        public String toString() {
            return "receipt " + state;
        }
    }

    /// Somebody has written to us.
    ///
    /// @param key the same whenever the carrier brings this again
    /// @param from a number, or what else the network calls a sender: short codes and names can't be answered
    /// @param to our number or name
    /// @param media what is with it, to be fetched at the carrier
    /// @param isAnswered whether the carrier itself has answered it, as some do with STOP
    record Said(String carrier, String key, String from, String to, String text, List<URI> media, boolean isAnswered)
            implements Incoming {
        public Said {
            media = List.copyOf(media);
        }

        /// Neither what was said, nor by whom.
        @Override
        public String toString() {
            return "something said";
        }
    }

    /// Somebody wants no texts of ours: not in their words, but the carrier knows it, and would carry none.
    record OptedOut(String carrier, PhoneNumber number) implements Incoming {
        /// Not who.
        @Override
        public String toString() {
            return "somebody opted out";
        }
    }

    /// How far a message is. What comes later tells more, and takes the place of what was known before.
    enum State {
        /// On its way within the carrier's network.
        SENT,
        /// Nobody will bring it to its recipient any more.
        FAILED,
        /// Its recipient wasn't reached in time.
        EXPIRED,
        /// The recipient's phone has it.
        DELIVERED,
        /// The recipient has seen it.
        READ
    }
}
