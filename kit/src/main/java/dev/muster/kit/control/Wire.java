package dev.muster.kit.control;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The lines that go through the socket. What begins like none of ours is output.
final class Wire {
    static final ObjectMapper JSON = JsonMapper.shared();

    private static final int LONGEST_BEGINNING = "{\"progress\":".length();

    private Wire() {}

    sealed interface Line {
        record Progress(long done, long total) implements Line {}

        record Output(byte[] bytes) implements Line {}

        record Result(JsonNode value) implements Line {}

        record Failed(String why) implements Line {}
    }

    static byte[] write(Line line) {
        return switch (line) {
            case Line.Progress progress -> object("progress", progress);
            case Line.Output(var bytes) -> bytes;
            case Line.Result(var value) -> object("result", value);
            case Line.Failed(var why) -> object("error", why);
        };
    }

    private static byte[] object(String name, Object value) {
        return JSON.writeValueAsBytes(Map.of(name, value));
    }

    static Line read(byte[] line) {
        String beginning = new String(Arrays.copyOf(line, Math.min(line.length, LONGEST_BEGINNING)), US_ASCII);
        if (beginning.startsWith("{\"progress\":")) return JSON.treeToValue(value(line), Line.Progress.class);
        if (beginning.startsWith("{\"result\":")) return new Line.Result(value(line));
        if (beginning.startsWith("{\"error\":"))
            return new Line.Failed(value(line).asString());
        return new Line.Output(line);
    }

    private static JsonNode value(byte[] line) {
        return JSON.readTree(line).iterator().next();
    }
}
