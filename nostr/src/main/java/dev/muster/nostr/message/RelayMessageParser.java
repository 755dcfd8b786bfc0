package dev.muster.nostr.message;

import dev.muster.nostr.crypto.Hex;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.json.JsonReader;
import dev.muster.nostr.message.RelayMessage.Challenge;
import dev.muster.nostr.message.RelayMessage.Closed;
import dev.muster.nostr.message.RelayMessage.Counted;
import dev.muster.nostr.message.RelayMessage.EndOfStored;
import dev.muster.nostr.message.RelayMessage.Matched;
import dev.muster.nostr.message.RelayMessage.Notice;
import dev.muster.nostr.message.RelayMessage.Ok;
import dev.muster.nostr.message.RelayMessage.SyncError;
import dev.muster.nostr.message.RelayMessage.SyncMessage;
import dev.muster.nostr.message.RelayMessage.Unknown;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/// Reads one frame of a relay. Strict about what matters; elements and fields that newer relays add are passed
/// over.
final class RelayMessageParser {
    private final JsonReader reader;

    RelayMessageParser(byte[] frame) {
        reader = new JsonReader(frame);
    }

    RelayMessage parse() {
        reader.openArray();
        next("a verb");
        String verb = reader.string();
        RelayMessage message = switch (verb) {
            case "EVENT" -> new Matched(id(), event());
            case "OK" -> new Ok(eventId(), accepted(), optionalText());
            case "EOSE" -> new EndOfStored(id(), hints());
            case "CLOSED" -> new Closed(id(), optionalText());
            case "NOTICE" -> new Notice(text());
            case "AUTH" -> new Challenge(text());
            case "COUNT" -> counted(id());
            case "NEG-MSG" -> new SyncMessage(id(), Hex.parse(text()));
            case "NEG-ERR" -> new SyncError(id(), text(), most());
            default -> new Unknown(verb);
        };
        while (more) {
            more = reader.nextElement();
            if (more) reader.skip();
        }
        reader.end();
        return message;
    }

    private boolean more = true;

    private void next(String what) {
        if (!reader.nextElement()) throw reader.expected(what);
    }

    private SubscriptionId id() {
        next("a subscription id");
        return new SubscriptionId(reader.string());
    }

    private Event event() {
        next("an event");
        return Event.read(reader);
    }

    private EventId eventId() {
        next("an event id");
        return new EventId(reader.hex(EventId.LENGTH));
    }

    private boolean accepted() {
        next("true or false");
        return reader.bool();
    }

    private String text() {
        next("a string");
        return reader.string();
    }

    /// Some relays leave out the reason where there is none, though NIP-01 wants it there.
    private String optionalText() {
        more = reader.nextElement();
        return more ? reader.string() : "";
    }

    private Set<String> hints() {
        more = reader.nextElement();
        if (!more) return Set.of();
        var hints = new HashSet<String>();
        reader.openArray();
        while (reader.nextElement()) hints.add(reader.string());
        return hints;
    }

    private RelayMessage counted(SubscriptionId id) {
        next("an object with the count");
        OptionalLong count = OptionalLong.empty();
        boolean approximate = false;
        reader.openObject();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            switch (name) {
                case "count" -> count = OptionalLong.of(reader.integer(Long.MAX_VALUE));
                case "approximate" -> approximate = reader.bool();
                default -> reader.skip();
            }
        }
        return new Counted(id, count.orElseThrow(() -> reader.expected("a \"count\"")), approximate);
    }

    private OptionalLong most() {
        more = reader.nextElement();
        return more ? OptionalLong.of(reader.integer(Long.MAX_VALUE)) : OptionalLong.empty();
    }
}
