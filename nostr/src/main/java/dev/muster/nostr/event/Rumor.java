package dev.muster.nostr.event;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.Secp256k1;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.json.JsonWriter;
import java.security.SecureRandom;
import java.util.function.Consumer;

/// An event that nobody has signed (NIP-59): what every event is before its author signs it, and what a seal
/// carries.
public record Rumor(PublicKey author, long createdAt, int kind, Tags tags, String content) {
    public Rumor {
        if (createdAt < 0 || createdAt > Event.MAX_TIME) {
            throw new IllegalArgumentException("created_at must be an integer from 0 to " + Event.MAX_TIME);
        }
        if (kind < 0 || kind > Kind.MAX) throw new IllegalArgumentException("kind must be an integer from 0 to 65535");
    }

    /// The hash of its canonical form (NIP-01).
    ///
    /// @throws IllegalArgumentException if a tag or the content holds a lone surrogate, which has no canonical
    /// form
    public EventId id() {
        var preimage = new JsonWriter(256 + content.length());
        preimage.raw("[0,")
                .hex(author.bytes())
                .raw(",")
                .number(createdAt)
                .raw(",")
                .number(kind)
                .raw(",");
        writeTags(preimage, preimage::preimageString)
                .raw(",")
                .preimageString(content)
                .raw("]");
        return new EventId(Sha256.of(preimage.toByteArray()));
    }

    /// Signs it with its author's key.
    ///
    /// @throws IllegalArgumentException if the key is somebody else's
    public Event sign(SecretKey key, SecureRandom random) {
        if (!key.publicKey().equals(author)) throw new IllegalArgumentException("only its author can sign an event");
        byte[] auxiliary = new byte[32];
        random.nextBytes(auxiliary);
        EventId id = id();
        return new EventFields(this, id, Secp256k1.best().sign(key, id.bytes(), auxiliary)).event();
    }

    /// Its JSON with its id and without a signature.
    public byte[] json() {
        return json(id());
    }

    /// Its JSON under an id that was computed before.
    public byte[] json(EventId id) {
        var json = new JsonWriter(320 + content.length());
        json.raw("{\"id\":").hex(id.bytes()).raw(",\"pubkey\":").hex(author.bytes());
        json.raw(",\"created_at\":").number(createdAt).raw(",\"kind\":").number(kind);
        writeTags(json.raw(",\"tags\":")).raw(",\"content\":").string(content).raw("}");
        return json.toByteArray();
    }

    JsonWriter writeTags(JsonWriter target) {
        return writeTags(target, target::string);
    }

    private JsonWriter writeTags(JsonWriter target, Consumer<String> string) {
        target.raw("[");
        String between = "[";
        for (Tag tag : tags) {
            target.raw(between);
            between = ",[";
            String comma = "";
            for (String element : tag.elements()) {
                target.raw(comma);
                string.accept(element);
                comma = ",";
            }
            target.raw("]");
        }
        return target.raw("]");
    }

    /// Never the content: it may end up in a log.
    @Override
    public String toString() {
        return "Rumor of kind " + kind;
    }
}
