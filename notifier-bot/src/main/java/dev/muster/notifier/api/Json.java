package dev.muster.notifier.api;

import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON in and out.
final class Json {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Json() {}

    /// An answer. Apps that run in a page of their own may read it: nothing in it is told to whoever merely asks.
    static Response.Whole answer(int status, Map<String, ?> fields) {
        return Response.of(status, "application/json", JSON.writeValueAsBytes(fields))
                .with("access-control-allow-origin", "*")
                .with("cache-control", "no-store");
    }

    static Response.Whole refusal(int status, String word, String message) {
        return answer(status, Map.of("error", word, "message", message));
    }

    /// The object in a request.
    ///
    /// @throws IllegalArgumentException if it is none
    static JsonNode object(Request request) {
        try {
            JsonNode json = JSON.readTree(request.text());
            if (json.isObject()) return json;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("expected a JSON object as body", e);
        }
        throw new IllegalArgumentException("expected a JSON object as body");
    }
}
