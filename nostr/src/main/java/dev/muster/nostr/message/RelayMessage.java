package dev.muster.nostr.message;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.json.JsonWriter;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;

/// What a relay says to a client.
public sealed interface RelayMessage {
    /// `EVENT`: this matches what you asked for.
    record Matched(SubscriptionId id, Event event) implements RelayMessage {}

    /// `OK`: what became of an event that you sent.
    record Ok(EventId id, boolean accepted, String reason) implements RelayMessage {}

    /// `EOSE`: that is all that was stored; what comes now is new. Hints say whether it was really all
    /// (NIP-67).
    record EndOfStored(SubscriptionId id, Set<String> hints) implements RelayMessage {
        /// Everything stored that matches has been sent.
        public static final String FINISH = "finish";
        /// More is stored than was sent.
        public static final String MORE = "more";

        public EndOfStored {
            hints = Set.copyOf(hints);
        }

        public boolean isComplete() {
            return hints.contains(FINISH);
        }
    }

    /// `CLOSED`: that subscription is over, or never began.
    record Closed(SubscriptionId id, String reason) implements RelayMessage {}

    /// `NOTICE`: something for people to read.
    record Notice(String text) implements RelayMessage {}

    /// `AUTH`: if you want to say who you are, sign this (NIP-42).
    record Challenge(String challenge) implements RelayMessage {}

    /// `COUNT`: so many match (NIP-45).
    record Counted(SubscriptionId id, long count, boolean approximate) implements RelayMessage {}

    /// `NEG-MSG`: the comparison goes on (NIP-77).
    record SyncMessage(SubscriptionId id, byte[] message) implements RelayMessage {
        @Override
        public boolean equals(Object other) {
            return other instanceof SyncMessage that && id.equals(that.id) && Arrays.equals(message, that.message);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }
    }

    /// `NEG-ERR`: the comparison is refused or over; where it was too big, with the number of records that
    /// would do.
    record SyncError(SubscriptionId id, String reason, OptionalLong most) implements RelayMessage {}

    /// A verb of some newer NIP: to be passed over.
    record Unknown(String verb) implements RelayMessage {}

    /// Reads one frame.
    ///
    /// @throws IllegalArgumentException saying what is wrong with it
    static RelayMessage parse(byte[] frame) {
        return new RelayMessageParser(frame).parse();
    }

    /// What goes over the wire.
    ///
    /// @throws IllegalStateException for [Unknown], which can only be heard
    default byte[] json() {
        var json = new JsonWriter();
        switch (this) {
            case Matched(var id, var event) ->
                event.writeJson(json.raw("[\"EVENT\",").string(id.text()).raw(","));
            case Ok(var id, var accepted, var reason) ->
                json.raw("[\"OK\",")
                        .hex(id.bytes())
                        .raw(accepted ? ",true," : ",false,")
                        .string(reason);
            case EndOfStored(var id, var hints) -> {
                json.raw("[\"EOSE\",").string(id.text());
                String before = ",[";
                for (String hint : hints) {
                    json.raw(before).string(hint);
                    before = ",";
                }
                if (!hints.isEmpty()) json.raw("]");
            }
            case Closed(var id, var reason) ->
                json.raw("[\"CLOSED\",").string(id.text()).raw(",").string(reason);
            case Notice(var text) -> json.raw("[\"NOTICE\",").string(text);
            case Challenge(var challenge) -> json.raw("[\"AUTH\",").string(challenge);
            case Counted(var id, var count, var approximate) ->
                json.raw("[\"COUNT\",")
                        .string(id.text())
                        .raw(",{\"count\":")
                        .number(count)
                        .raw(approximate ? ",\"approximate\":true}" : "}");
            case SyncMessage(var id, var message) ->
                json.raw("[\"NEG-MSG\",").string(id.text()).raw(",").hex(message);
            case SyncError(var id, var reason, var most) -> {
                json.raw("[\"NEG-ERR\",").string(id.text()).raw(",").string(reason);
                most.ifPresent(records -> json.raw(",").number(records));
            }
            case Unknown _ -> throw new IllegalStateException("what was not understood can't be said again");
        }
        return json.raw("]").toByteArray();
    }
}
