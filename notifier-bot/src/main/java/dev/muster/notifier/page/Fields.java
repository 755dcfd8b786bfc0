package dev.muster.notifier.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.http.Request;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What somebody filled in, in a form or in an address.
record Fields(Map<String, String> values) {
    static Fields ofQuery(Request request) {
        Map<String, String> values = new HashMap<>();
        request.query().forEach((name, all) -> values.put(name, all.isEmpty() ? "" : all.getFirst()));
        return new Fields(values);
    }

    /// Nothing, if the body is no form: whoever sends such a thing is told what those are told who send too
    /// little.
    static Fields ofBody(Request request) {
        Map<String, String> values = new HashMap<>();
        try {
            for (String pair : List.of(request.text().split("&", -1))) {
                int equals = pair.indexOf('=');
                if (equals < 0) continue;
                values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
            return new Fields(values);
        } catch (IllegalArgumentException e) {
            return new Fields(Map.of());
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, UTF_8);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
