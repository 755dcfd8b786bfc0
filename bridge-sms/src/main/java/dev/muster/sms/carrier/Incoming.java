package dev.muster.sms.carrier;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.text.Alphabet;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

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

    /// Part of what somebody has written to us, which came in several; the same phone counts its long texts by
    /// reference.
    ///
    /// @param key the same whenever the carrier brings this again
    /// @param from as with [Said]
    /// @param reference what the parts of one text have in common, for some minutes
    /// @param index 1 for the first
    /// @param bytes what it says: a character may begin in one part and end in the next
    record Part(
            String carrier,
            String key,
            String from,
            String to,
            int reference,
            int index,
            int count,
            Alphabet alphabet,
            byte[] bytes)
            implements Incoming {
        private static final String MISSING = "[…]";

        public Part {
            if (index < 1 || index > count) throw new IllegalArgumentException("a part of 1 to " + count);
        }

        /// What they say, one after the other. A mark stands for what hasn't come.
        ///
        /// @param parts of one text, in any order
        public static String joined(Collection<Part> parts) {
            var sorted = new TreeMap<Integer, Part>();
            parts.forEach(part -> sorted.put(part.index, part));
            var text = new StringBuilder();
            var bytes = new ByteArrayOutputStream();
            int expected = 1;
            Alphabet alphabet = Alphabet.GSM;
            for (Part part : sorted.values()) {
                if (part.index != expected || part.alphabet != alphabet) {
                    text.append(alphabet.decode(bytes.toByteArray()));
                    bytes.reset();
                }
                if (part.index != expected) text.append(MISSING);
                alphabet = part.alphabet;
                bytes.writeBytes(part.bytes);
                expected = part.index + 1;
            }
            text.append(alphabet.decode(bytes.toByteArray()));
            if (!sorted.isEmpty() && expected <= sorted.lastEntry().getValue().count) text.append(MISSING);
            return text.toString();
        }

        /// Neither what was said, nor by whom.
        @Override
        public String toString() {
            return "part " + index + " of " + count;
        }
    }

    /// How far a message is. What comes later tells more, and takes the place of what was known before.
    enum State {
        /// On its way within the carrier's network.
        SENT,
        /// Nobody will bring it to its recipient any more.
        FAILED,
        /// The recipient's phone doesn't show such messages: nobody will bring it any more, but as an ordinary text it
        /// may arrive.
        TEXT_ONLY,
        /// Its recipient wasn't reached in time.
        EXPIRED,
        /// The recipient's phone has it.
        DELIVERED,
        /// The recipient has seen it.
        READ
    }
}
