package dev.muster.nostr.event;

import static dev.muster.nostr.event.EventFields.required;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.Secp256k1;
import dev.muster.nostr.crypto.Signature;
import dev.muster.nostr.json.JsonReader;
import dev.muster.nostr.json.JsonWriter;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A signed event (NIP-01), immutable, in canonical form: the bytes that are hashed, stored and sent are the
/// same ones.
///
/// Parsing checks its shape only. Whether id and signature are true is asked separately ([#flaw]), so that a
/// relay can drop what it already has before paying for that.
public final class Event {
    /// The latest `created_at`: beyond it peers written in JavaScript would compute another id.
    public static final long MAX_TIME = (1L << 53) - 1;

    private final EventId id;
    private final PublicKey author;
    private final long createdAt;
    private final int kind;
    private final Tags tags;
    private final Signature signature;

    // Canonical JSON: fields in fixed order, no white space, tags and content written just as the id's preimage has
    // them,
    // unless one holds a control character that JSON must escape and the preimage must not.
    private final byte[] json;
    private final int tagsAt;
    private final int contentAt;
    private final int contentEnd;
    private final boolean differsFromPreimage;
    private @Nullable String content;

    Event(EventFields fields) {
        id = required(fields.id().orElse(null), "id");
        author = required(fields.author().orElse(null), "pubkey");
        createdAt = required(fields.createdAt().orElse(null), "created_at");
        kind = required(fields.kind().orElse(null), "kind");
        tags = required(fields.tags().orElse(null), "tags");
        JsonWriter contentJson = fields.contentJson();
        signature = required(fields.signature().orElse(null), "sig");

        var writer = new JsonWriter(400 + fields.tagsJson().size() + contentJson.size());
        writer.raw("{\"id\":").hex(id.bytes()).raw(",\"pubkey\":").hex(author.bytes());
        writer.raw(",\"created_at\":").number(createdAt).raw(",\"kind\":").number(kind);
        tagsAt = writer.raw(",\"tags\":").size();
        contentAt = writer.raw(fields.tagsJson()).raw(",\"content\":").size();
        contentEnd = writer.raw(contentJson).size();
        json = writer.raw(",\"sig\":").hex(signature.bytes()).raw("}").toByteArray();
        differsFromPreimage = fields.tagsJson().differsFromPreimage() || contentJson.differsFromPreimage();
    }

    /// Reads an event from its JSON.
    ///
    /// @throws IllegalArgumentException saying what is wrong with its shape
    public static Event parse(byte[] json) {
        return EventFields.parse(json).event();
    }

    /// Reads the event that comes next.
    public static Event read(JsonReader reader) {
        return EventFields.read(reader).event();
    }

    public EventId id() {
        return id;
    }

    public PublicKey author() {
        return author;
    }

    /// When its author says that it was made, in seconds since 1970.
    public long createdAt() {
        return createdAt;
    }

    public int kind() {
        return kind;
    }

    public Tags tags() {
        return tags;
    }

    public Signature signature() {
        return signature;
    }

    /// Decoded when first asked for: a relay never needs it.
    public String content() {
        String decoded = content;
        if (decoded == null) content = decoded = new JsonReader(json, contentAt, contentEnd).string();
        return decoded;
    }

    /// Its canonical JSON.
    public byte[] json() {
        return json.clone();
    }

    public int jsonLength() {
        return json.length;
    }

    public JsonWriter writeJson(JsonWriter target) {
        return target.raw(json);
    }

    /// The event without its signature.
    public Rumor unsigned() {
        return new Rumor(author, createdAt, kind, tags, content());
    }

    /// What is wrong with its id or signature, if anything is.
    public Optional<String> flaw() {
        if (!hasItsId()) return Optional.of("the id is not the hash of the event");
        if (!isSignedByItsAuthor()) return Optional.of("the signature is not its author's");
        return Optional.empty();
    }

    /// Whether the id is the hash of the event.
    public boolean hasItsId() {
        if (differsFromPreimage) return unsigned().id().equals(id);
        var head = new JsonWriter(128).raw("[0,").hex(author.bytes());
        head.raw(",").number(createdAt).raw(",").number(kind).raw(",");
        MessageDigest digest = Sha256.digest();
        digest.update(head.toByteArray());
        digest.update(json, tagsAt, tagsEnd() - tagsAt);
        digest.update((byte) ',');
        digest.update(json, contentAt, contentEnd - contentAt);
        digest.update((byte) ']');
        return MessageDigest.isEqual(digest.digest(), id.bytes());
    }

    private int tagsEnd() {
        return contentAt - ",\"content\":".length();
    }

    /// Whether the signature is its author's over the id.
    public boolean isSignedByItsAuthor() {
        return Secp256k1.best().verify(author, id.bytes(), signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Event that && Arrays.equals(json, that.json);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /// Never the content: it may end up in a log.
    @Override
    public String toString() {
        return "Event " + id + " of kind " + kind;
    }
}
