package dev.muster.kit.venue;

import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Reads what stands in tags and contents.
final class Fields {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Fields() {}

    /// A field of an object.
    ///
    /// @throws IllegalArgumentException if there is none
    static String text(String object, String name) {
        try {
            String text = JSON.readTree(object).path(name).asString("");
            if (text.isEmpty()) throw new IllegalArgumentException("no " + name);
            return text;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not an object", e);
        }
    }

    static Instant time(String seconds) {
        return Instant.ofEpochSecond(number(seconds));
    }

    static long number(String text) {
        if (!text.matches("\\d{1,12}")) throw new IllegalArgumentException("not a number");
        return Long.parseLong(text);
    }
}
