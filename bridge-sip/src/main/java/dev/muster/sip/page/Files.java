package dev.muster.sip.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/// The page and what it loads: the same for everybody, since what is secret stands behind the `#`.
final class Files {
    private static final String PAGE = text("room.html");

    /// Nothing from elsewhere, and nobody shows the page within their own.
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
            + " img-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String path;

    /// @param url where the bridge's pages are found; a path in it is one that a proxy takes away
    Files(URI url) {
        path = url.getPath().replaceAll("/+$", "");
    }

    void route(Routes routes) {
        file(routes, "room.css", "text/css; charset=utf-8");
        file(routes, "room.js", "text/javascript; charset=utf-8");
        file(routes, "icon.svg", "image/svg+xml");
    }

    private static void file(Routes routes, String name, String type) {
        Response answer = Response.of(200, type, text(name).getBytes(UTF_8))
                .with("cache-control", "no-cache")
                .with("x-content-type-options", "nosniff");
        routes.get("/room/files/" + name, _ -> answer);
    }

    private static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Files.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Response page(UUID room, Words words) {
        String ours = path + "/room/" + room;
        String html = words.filled(
                PAGE,
                Map.of(
                        "language",
                        words.language(),
                        "files",
                        path + "/room/files",
                        "room",
                        ours,
                        "languages",
                        languages(words)));
        return new Response.Whole(200, headers(), html.getBytes(UTF_8));
    }

    /// The script adds what stands behind the `#`.
    private static String languages(Words shown) {
        return Words.LANGUAGES.stream()
                .map(language -> language.equals(shown.language())
                        ? "<li><span aria-current=\"true\">" + shown.say("language") + "</span></li>"
                        : "<li><a href=\"?lang=" + language + "\" lang=\"" + language + "\" hreflang=\"" + language
                                + "\">" + Words.in(language).say("language") + "</a></li>")
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", "text/html; charset=utf-8");
        headers.put("cache-control", "no-store");
        headers.put("content-security-policy", POLICY);
        headers.put("permissions-policy", "microphone=(self), camera=(), geolocation=()");
        headers.put("referrer-policy", "no-referrer");
        headers.put("x-content-type-options", "nosniff");
        headers.put("x-robots-tag", "noindex");
        return headers;
    }
}
