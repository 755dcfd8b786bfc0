package dev.muster.nostr.event;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.Signature;
import dev.muster.nostr.json.JsonReader;
import dev.muster.nostr.json.JsonWriter;
import dev.muster.nostr.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The fields of an event as they came, each with the right type, any of them perhaps missing: what an event, a
/// rumor and the odd seals of some clients have in common before one knows which of them it is.
///
/// Unknown fields are passed over; a known one that comes twice is refused, since two readers might pick
/// different ones.
public final class EventFields {
    private @Nullable EventId id;
    private @Nullable PublicKey author;
    private @Nullable Long createdAt;
    private @Nullable Integer kind;
    private @Nullable Tags tags;
    private @Nullable Signature signature;
    // What canonical JSON has in their place, made while reading: decoding and encoding again would cost more.
    private final JsonWriter tagsJson;
    private @Nullable JsonWriter contentJson;

    private EventFields() {
        tagsJson = new JsonWriter();
    }

    /// The fields of a rumor, once it is signed.
    EventFields(Rumor rumor, EventId id, Signature signature) {
        this.id = id;
        this.author = rumor.author();
        this.createdAt = rumor.createdAt();
        this.kind = rumor.kind();
        this.tags = rumor.tags();
        this.signature = signature;
        this.tagsJson = rumor.writeTags(new JsonWriter());
        this.contentJson = new JsonWriter(rumor.content().length() + 16).string(rumor.content());
    }

    public static EventFields parse(byte[] json) {
        var reader = new JsonReader(json);
        EventFields fields = read(reader);
        reader.end();
        return fields;
    }

    /// Reads the object that comes next.
    public static EventFields read(JsonReader reader) {
        var fields = new EventFields();
        reader.openObject();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) fields.take(name, reader);
        return fields;
    }

    private void take(String name, JsonReader reader) {
        switch (name) {
            case "id" -> {
                once(id, name);
                id = new EventId(reader.hex(EventId.LENGTH));
            }
            case "pubkey" -> {
                once(author, name);
                author = new PublicKey(reader.hex(PublicKey.LENGTH));
            }
            case "created_at" -> {
                once(createdAt, name);
                createdAt = reader.integer(Event.MAX_TIME);
            }
            case "kind" -> {
                once(kind, name);
                kind = (int) reader.integer(Kind.MAX);
            }
            case "tags" -> {
                once(tags, name);
                tags = readTags(reader);
            }
            case "content" -> {
                once(contentJson, name);
                contentJson = new JsonWriter(16);
                reader.copyString(contentJson);
            }
            case "sig" -> {
                once(signature, name);
                signature = new Signature(reader.hex(Signature.LENGTH));
            }
            default -> reader.skip();
        }
    }

    private static void once(@Nullable Object before, String name) {
        if (before != null) throw new MalformedJson("\"" + name + "\" comes twice");
    }

    private Tags readTags(JsonReader reader) {
        var read = new ArrayList<Tag>();
        reader.openArray();
        tagsJson.raw("[");
        while (reader.nextElement()) {
            tagsJson.raw(read.isEmpty() ? "[" : ",[");
            read.add(readTag(reader));
            tagsJson.raw("]");
        }
        tagsJson.raw("]");
        return new Tags(read);
    }

    private Tag readTag(JsonReader reader) {
        reader.openArray();
        if (!reader.nextElement()) throw reader.expected("at least one string in a tag");
        String name = reader.stringInto(tagsJson);
        if (!reader.nextElement()) return new Tag(List.of(name));
        String value = reader.stringInto(tagsJson.raw(","));
        if (!reader.nextElement()) return new Tag(List.of(name, value));
        var elements = new ArrayList<String>();
        elements.add(name);
        elements.add(value);
        do elements.add(reader.stringInto(tagsJson.raw(",")));
        while (reader.nextElement());
        return new Tag(elements);
    }

    public Optional<EventId> id() {
        return Optional.ofNullable(id);
    }

    public Optional<PublicKey> author() {
        return Optional.ofNullable(author);
    }

    public Optional<Long> createdAt() {
        return Optional.ofNullable(createdAt);
    }

    public Optional<Integer> kind() {
        return Optional.ofNullable(kind);
    }

    public Optional<Tags> tags() {
        return Optional.ofNullable(tags);
    }

    public Optional<String> content() {
        return Optional.ofNullable(contentJson).map(JsonWriter::toByteArray).map(json -> new JsonReader(json).string());
    }

    public Optional<Signature> signature() {
        return Optional.ofNullable(signature);
    }

    /// The event that these are all the fields of.
    ///
    /// @throws IllegalArgumentException if one is missing
    public Event event() {
        return new Event(this);
    }

    /// The rumor that these are the fields of, by an author known from elsewhere. What they say of id, author
    /// and signature themselves is the caller's to judge.
    ///
    /// @throws IllegalArgumentException if a field that a rumor needs is missing
    public Rumor rumor(PublicKey author) {
        return new Rumor(
                author,
                required(createdAt, "created_at"),
                required(kind, "kind"),
                required(tags, "tags"),
                required(content().orElse(null), "content"));
    }

    JsonWriter tagsJson() {
        return tagsJson;
    }

    JsonWriter contentJson() {
        return required(contentJson, "content");
    }

    static <T> T required(@Nullable T field, String name) {
        if (field == null) throw new MalformedJson("\"" + name + "\" is missing");
        return field;
    }
}
