package dev.muster.sip.record;

import dev.muster.kit.http.Response;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Answers for programs.
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static Response.Whole of(int status, Map<String, String> fields) {
        return Response.of(status, "application/json", MAPPER.writeValueAsBytes(fields));
    }

    /// Why something isn't done.
    static Response.Whole say(int status, String word, String text) {
        return of(status, Map.of("error", word, "message", text));
    }
}
