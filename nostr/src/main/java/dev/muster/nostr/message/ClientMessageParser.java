package dev.muster.nostr.message;

import dev.muster.nostr.crypto.Hex;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.UnsupportedFilter;
import dev.muster.nostr.json.JsonReader;
import dev.muster.nostr.json.MalformedJson;
import dev.muster.nostr.message.ClientMessage.Authenticate;
import dev.muster.nostr.message.ClientMessage.BadEvent;
import dev.muster.nostr.message.ClientMessage.BadRequest;
import dev.muster.nostr.message.ClientMessage.BadSync;
import dev.muster.nostr.message.ClientMessage.Close;
import dev.muster.nostr.message.ClientMessage.CloseSync;
import dev.muster.nostr.message.ClientMessage.ContinueSync;
import dev.muster.nostr.message.ClientMessage.Count;
import dev.muster.nostr.message.ClientMessage.OpenSync;
import dev.muster.nostr.message.ClientMessage.Publish;
import dev.muster.nostr.message.ClientMessage.Subscribe;
import dev.muster.nostr.message.ClientMessage.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads one frame of a client. Elements that follow what we know of are passed over, as NIP-67 asks of
/// everybody.
final class ClientMessageParser {
    private final byte[] frame;
    private final JsonReader reader;

    ClientMessageParser(byte[] frame) {
        this.frame = frame;
        this.reader = new JsonReader(frame);
    }

    ClientMessage parse() {
        String verb;
        try {
            reader.openArray();
            if (!reader.nextElement()) return new Unreadable("invalid: expected a verb such as \"REQ\" or \"EVENT\"");
            verb = reader.string();
        } catch (MalformedJson e) {
            return new Unreadable("invalid: a message is an array that begins with its verb; " + e.getMessage());
        }
        return switch (verb) {
            case "EVENT" -> event(Publish::new);
            case "AUTH" -> event(Authenticate::new);
            case "REQ" -> withId(id -> request(id, filters -> new Subscribe(id, filters)));
            case "COUNT" -> withId(id -> request(id, filters -> new Count(id, filters)));
            case "CLOSE" -> withId(id -> orElse(Unreadable::new, () -> last(new Close(id))));
            case "NEG-OPEN" -> withId(id -> orElse(reason -> new BadSync(id, reason), () -> openSync(id)));
            case "NEG-MSG" -> withId(id -> orElse(reason -> new BadSync(id, reason), () -> continueSync(id)));
            case "NEG-CLOSE" -> withId(id -> orElse(Unreadable::new, () -> last(new CloseSync(id))));
            default -> new Unreadable("unsupported: unknown verb");
        };
    }

    private ClientMessage event(Function<Event, ClientMessage> message) {
        return orElse(reason -> new BadEvent(Optional.empty(), reason), () -> {
            next("an event");
            int start = reader.position();
            return orElse(reason -> new BadEvent(idIn(start), reason), () -> last(message.apply(Event.read(reader))));
        });
    }

    /// What the id is said to be in an event that is not well-formed: enough to answer it by.
    private Optional<EventId> idIn(int start) {
        var again = new JsonReader(frame, start, frame.length);
        try {
            again.openObject();
            for (String name = again.nextName(); name != null; name = again.nextName()) {
                if (name.equals("id")) return Optional.of(new EventId(again.hex(EventId.LENGTH)));
                again.skip();
            }
            return Optional.empty();
        } catch (MalformedJson unreadable) {
            return Optional.empty();
        }
    }

    private ClientMessage request(SubscriptionId id, Function<List<Filter>, ClientMessage> message) {
        return orElse(reason -> new BadRequest(id, reason), () -> {
            var filters = new ArrayList<Filter>();
            while (reader.nextElement()) filters.add(Filter.read(reader));
            reader.end();
            return message.apply(filters);
        });
    }

    private ClientMessage openSync(SubscriptionId id) {
        next("a filter");
        Filter filter = Filter.read(reader);
        next("a negentropy message in hex");
        return last(new OpenSync(id, filter, Hex.parse(reader.string())));
    }

    private ClientMessage continueSync(SubscriptionId id) {
        next("a negentropy message in hex");
        return last(new ContinueSync(id, Hex.parse(reader.string())));
    }

    private ClientMessage withId(Function<SubscriptionId, ClientMessage> message) {
        SubscriptionId id;
        try {
            next("a subscription id");
            id = new SubscriptionId(reader.string());
        } catch (IllegalArgumentException e) {
            return new Unreadable("invalid: " + e.getMessage());
        }
        return message.apply(id);
    }

    private void next(String what) {
        if (!reader.nextElement()) throw reader.expected(what);
    }

    private ClientMessage last(ClientMessage message) {
        while (reader.nextElement()) reader.skip();
        reader.end();
        return message;
    }

    private static ClientMessage orElse(Function<String, ClientMessage> refusal, Supplier<ClientMessage> message) {
        try {
            return message.get();
        } catch (UnsupportedFilter e) {
            return refusal.apply("unsupported: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return refusal.apply("invalid: " + e.getMessage());
        }
    }
}
