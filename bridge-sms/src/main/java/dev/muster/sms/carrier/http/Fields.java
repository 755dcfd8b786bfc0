package dev.muster.sms.carrier.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.http.Request;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a gateway says in a call: in its query, in a form, or in JSON. What stands twice is refused, since two readers
/// may take another of them each.
///
/// @param body what is none of these
record Fields(Map<String, String> named, byte[] body) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /// @throws IllegalArgumentException if something can't be read, or stands twice
    static Fields of(Request request) {
        Map<String, String> named = new HashMap<>();
        request.query().forEach((name, values) -> values.forEach(value -> put(named, name, value)));
        String type = request.header("content-type").orElse("");
        if (type.startsWith("application/x-www-form-urlencoded")) {
            readForm(named, request.text());
            return new Fields(named, new byte[0]);
        }
        if (type.startsWith("application/json")) {
            readJson(named, request.text());
            return new Fields(named, new byte[0]);
        }
        return new Fields(named, request.body());
    }

    private static void put(Map<String, String> named, String name, String value) {
        if (named.put(name, value) != null) throw new IllegalArgumentException("a field stands twice");
    }

    private static void readForm(Map<String, String> named, String form) {
        for (String field : form.split("&", -1)) {
            if (field.isEmpty()) continue;
            int end = field.indexOf('=');
            String name = end < 0 ? field : field.substring(0, end);
            String value = end < 0 ? "" : field.substring(end + 1);
            put(named, URLDecoder.decode(name, UTF_8), URLDecoder.decode(value, UTF_8));
        }
    }

    private static void readJson(Map<String, String> named, String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (!json.isObject()) throw new IllegalArgumentException("no JSON object");
            json.properties().forEach(field -> {
                if (field.getValue().isValueNode())
                    put(named, field.getKey(), field.getValue().asString(""));
            });
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
    }

    /// The first of these that is there, and not empty.
    Optional<String> any(String... names) {
        return List.of(names).stream()
                .flatMap(name -> Optional.ofNullable(named.get(name)).stream())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /// @throws IllegalArgumentException if it isn't there
    String need(String... names) {
        return any(names).orElseThrow(() -> new IllegalArgumentException("there is no " + names[0]));
    }
}
