package dev.muster.nostr.message;

import dev.muster.nostr.crypto.Hex;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.json.JsonWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a client says to a relay.
public sealed interface ClientMessage {
    /// `EVENT`: keep this, and tell those who want to know.
    record Publish(Event event) implements ClientMessage {}

    /// `REQ`: send what matches, now and from now on.
    record Subscribe(SubscriptionId id, List<Filter> filters) implements ClientMessage {
        public Subscribe {
            filters = atLeastOne(filters);
        }
    }

    /// `CLOSE`: no more of that subscription.
    record Close(SubscriptionId id) implements ClientMessage {}

    /// `COUNT`: how many match (NIP-45)?
    record Count(SubscriptionId id, List<Filter> filters) implements ClientMessage {
        public Count {
            filters = atLeastOne(filters);
        }
    }

    /// `AUTH`: this is who I am (NIP-42).
    record Authenticate(Event event) implements ClientMessage {}

    /// `NEG-OPEN`: let us compare what we have (NIP-77).
    record OpenSync(SubscriptionId id, Filter filter, byte[] message) implements ClientMessage {
        @Override
        public boolean equals(Object other) {
            return other instanceof OpenSync that
                    && id.equals(that.id)
                    && filter.equals(that.filter)
                    && Arrays.equals(message, that.message);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }
    }

    /// `NEG-MSG`: the comparison goes on.
    record ContinueSync(SubscriptionId id, byte[] message) implements ClientMessage {
        @Override
        public boolean equals(Object other) {
            return other instanceof ContinueSync that && id.equals(that.id) && Arrays.equals(message, that.message);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }
    }

    /// `NEG-CLOSE`: the comparison is over.
    record CloseSync(SubscriptionId id) implements ClientMessage {}

    /// What can't be understood, with what to tell the client about it: a prefix of NIP-01 and a reason.
    sealed interface Misunderstood extends ClientMessage {
        String reason();
    }

    /// An `EVENT` or `AUTH` that holds no event: to be answered with OK false, if its id could be read.
    record BadEvent(Optional<EventId> id, String reason) implements Misunderstood {}

    /// A `REQ` or `COUNT` that can't be served: to be answered with CLOSED.
    record BadRequest(SubscriptionId id, String reason) implements Misunderstood {}

    /// A `NEG-OPEN` or `NEG-MSG` that can't be served: to be answered with NEG-ERR.
    record BadSync(SubscriptionId id, String reason) implements Misunderstood {}

    /// Anything else that can't be understood: to be answered with NOTICE.
    record Unreadable(String reason) implements Misunderstood {}

    /// Reads one frame, whatever is in it.
    static ClientMessage parse(byte[] frame) {
        return new ClientMessageParser(frame).parse();
    }

    /// What goes over the wire.
    ///
    /// @throws IllegalStateException for what can't be said, only heard
    default byte[] json() {
        var json = new JsonWriter();
        switch (this) {
            case Publish(var event) -> event.writeJson(json.raw("[\"EVENT\","));
            case Subscribe(var id, var filters) -> writeFilters(json.raw("[\"REQ\","), id, filters);
            case Close(var id) -> json.raw("[\"CLOSE\",").string(id.text());
            case Count(var id, var filters) -> writeFilters(json.raw("[\"COUNT\","), id, filters);
            case Authenticate(var event) -> event.writeJson(json.raw("[\"AUTH\","));
            case OpenSync(var id, var filter, var message) ->
                filter.writeJson(json.raw("[\"NEG-OPEN\",").string(id.text()).raw(","))
                        .raw(",\"")
                        .raw(Hex.of(message))
                        .raw("\"");
            case ContinueSync(var id, var message) ->
                json.raw("[\"NEG-MSG\",").string(id.text()).raw(",").hex(message);
            case CloseSync(var id) -> json.raw("[\"NEG-CLOSE\",").string(id.text());
            case Misunderstood _ -> throw new IllegalStateException("what could not be read can't be said again");
        }
        return json.raw("]").toByteArray();
    }

    private static void writeFilters(JsonWriter json, SubscriptionId id, List<Filter> filters) {
        json.string(id.text());
        for (Filter filter : filters) filter.writeJson(json.raw(","));
    }

    private static List<Filter> atLeastOne(List<Filter> filters) {
        if (filters.isEmpty()) throw new IllegalArgumentException("expected at least one filter");
        return List.copyOf(filters);
    }
}
