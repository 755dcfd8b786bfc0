package dev.muster.nostr.wrap;

import dev.muster.nostr.json.JsonReader;
import dev.muster.nostr.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/// How often a known field may stand in a JSON object.
final class Field {
    private Field() {}

    /// The reader, for a field that has not been met before: of two, another client might believe the other.
    static JsonReader once(@Nullable Object before, JsonReader reader) {
        if (before != null) throw reader.expected("each field once");
        return reader;
    }

    static <T> T required(@Nullable T field, String name) {
        if (field == null) throw new MalformedJson("\"" + name + "\" is missing");
        return field;
    }
}
