package dev.muster.kit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What somebody asks of us, read to its end.
///
/// @param path without the query, decoded
/// @param parts what stood where the route has names in braces
/// @param query the query's parameters, decoded
/// @param headers by name in lower case
/// @param from the address it came from; empty on a Unix domain socket
public record Request(
        String method,
        String path,
        Map<String, String> parts,
        Map<String, List<String>> query,
        Map<String, String> headers,
        byte[] body,
        String from) {
    public String text() {
        return new String(body, UTF_8);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// What stood where the route has this name in braces.
    public String part(String name) {
        String part = parts.get(name);
        if (part == null) throw new IllegalStateException("the route has no {" + name + "}");
        return part;
    }

    Request with(Map<String, String> foundParts) {
        return new Request(method, path, foundParts, query, headers, body, from);
    }
}
