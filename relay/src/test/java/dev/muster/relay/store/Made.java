package dev.muster.relay.store;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.json.JsonWriter;
import java.util.Random;

/// Events made up for the store, which checks no signature: their ids and signatures are as good as random.
final class Made {
    private static final Random RANDOM = new Random(1);

    static final PublicKey ALICE = key(RANDOM);
    static final PublicKey BOB = key(RANDOM);

    private Made() {}

    static PublicKey key(Random random) {
        return new PublicKey(bytes(random, PublicKey.LENGTH));
    }

    static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    static Event note(PublicKey author, long createdAt, Tag... tags) {
        return event(author, createdAt, Kind.TEXT_NOTE, tags);
    }

    static Event wrap(PublicKey recipient, long createdAt) {
        return event(key(RANDOM), createdAt, Kind.GIFT_WRAP, Tag.of("p", recipient.hex()));
    }

    static Event event(PublicKey author, long createdAt, int kind, Tag... tags) {
        return event(new EventId(bytes(RANDOM, EventId.LENGTH)), author, createdAt, kind, tags);
    }

    static Event event(EventId id, PublicKey author, long createdAt, int kind, Tag... tags) {
        var json = new JsonWriter();
        json.raw("{\"id\":").hex(id.bytes()).raw(",\"pubkey\":").hex(author.bytes());
        json.raw(",\"created_at\":")
                .number(createdAt)
                .raw(",\"kind\":")
                .number(kind)
                .raw(",\"tags\":[");
        String comma = "";
        for (Tag tag : tags) {
            json.raw(comma);
            String before = "[";
            for (String element : tag.elements()) {
                json.raw(before).string(element);
                before = ",";
            }
            json.raw("]");
            comma = ",";
        }
        json.raw("],\"content\":\"\",\"sig\":").hex(bytes(RANDOM, 64)).raw("}");
        return Event.parse(json.toByteArray());
    }
}
