package dev.muster.cli;

import dev.muster.nostr.json.JsonWriter;

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

    private JsonWriter name(String name) {
        writer.raw(before).string(name).raw(":");
        before = ",";
        return writer;
    }

    byte[] bytes() {
        return new JsonWriter().raw(writer).raw(before.equals("{") ? "{}" : "}").toByteArray();
    }
}
