package dev.muster.cli;

import dev.muster.nostr.json.JsonWriter;
import java.util.List;

/// One object of JSON on one line, written field by field.
final class JsonObject {
    private final JsonWriter writer = new JsonWriter();
    private String before = "{";

    JsonObject with(String name, String value) {
        name(name).string(value);
        return this;
    }

    JsonObject with(String name, long value) {
        name(name).number(value);
        return this;
    }

    JsonObject with(String name, boolean value) {
        name(name).raw(value ? "true" : "false");
        return this;
    }

    JsonObject with(String name, List<JsonObject> values) {
        name(name).raw("[");
        String between = "";
        for (JsonObject value : values) {
            writer.raw(between).raw(value.bytes());
            between = ",";
        }
        writer.raw("]");
        return this;
    }

    JsonObject withTexts(String name, List<String> values) {
        name(name).raw("[");
        String between = "";
        for (String value : values) {
            writer.raw(between).string(value);
            between = ",";
        }
        writer.raw("]");
        return this;
    }

    JsonObject with(String name, JsonObject value) {
        name(name).raw(value.bytes());
        return this;
    }

    private JsonWriter name(String name) {
        writer.raw(before).string(name).raw(":");
        before = ",";
        return writer;
    }

    byte[] bytes() {
        return new JsonWriter().raw(writer).raw(before.equals("{") ? "{}" : "}").toByteArray();
    }
}
