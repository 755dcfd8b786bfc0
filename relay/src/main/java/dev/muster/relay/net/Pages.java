package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What the relay's port serves to those who don't speak WebSocket. Asked on a virtual thread each time.
///
/// @param trouble what is wrong with the relay, if anything is: `/healthz` says so
/// @param metrics in Prometheus' text format; shown to this machine only
public record Pages(
        Supplier<Information> information,
        Supplier<Figures> figures,
        Supplier<Optional<String>> trouble,
        Supplier<String> metrics) {
    private static final String INFORMATION = "application/nostr+json";

    private static final Map<String, String> CORS = Map.of(
            "Access-Control-Allow-Origin", "*",
            "Access-Control-Allow-Headers", "*",
            "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS",
            "Vary", "Accept");

    /// @param path that was asked for
    /// @param isLocal whether the request comes from this machine, and not through a proxy
    Answer answer(HttpRequest request, String path, boolean isLocal, Terms terms) {
        boolean isRelay = path.equals(terms.path());
        return switch (request.method().name()) {
            case "OPTIONS" -> isRelay ? new Answer(204, "", new byte[0], CORS) : notFound();
            case "GET", "HEAD" -> isRelay ? self(request, terms) : aside(path, isLocal);
            default -> Answer.text(405, "Only GET.\n").with(Map.of("Allow", "GET, HEAD, OPTIONS"));
        };
    }

    private Answer self(HttpRequest request, Terms terms) {
        if (accepts(request.headers().getAll(HttpHeaderNames.ACCEPT))) {
            return new Answer(200, INFORMATION, information.get().json(), CORS);
        }
        String page = new LandingPage(
                        information.get(), figures.get(), terms.listening().url())
                .html();
        return new Answer(200, "text/html; charset=utf-8", page.getBytes(UTF_8), LandingPage.HEADERS);
    }

    private Answer aside(String path, boolean isLocal) {
        return switch (path) {
            case "/healthz" -> health();
            case "/metrics" ->
                isLocal
                        ? new Answer(
                                200,
                                "text/plain; version=0.0.4; charset=utf-8",
                                metrics.get().getBytes(UTF_8),
                                Map.of())
                        : Answer.text(403, "Metrics are shown to this machine only.\n");
            default -> notFound();
        };
    }

    private Answer health() {
        return trouble.get().map(what -> Answer.text(503, what + "\n")).orElseGet(() -> Answer.text(200, "ok\n"));
    }

    static Answer notFound() {
        return Answer.text(404, "There is nothing here. The relay's address has another path.\n");
    }

    /// Whether a list of media types has NIP-11's among it, and not with a weight of zero.
    private static boolean accepts(List<String> headers) {
        for (String header : headers) {
            for (String range : header.toLowerCase(Locale.ROOT).split(",", -1)) {
                String[] parts = range.split(";", -1);
                if (parts[0].trim().equals(INFORMATION) && !isUnwanted(parts)) return true;
            }
        }
        return false;
    }

    private static boolean isUnwanted(String[] parts) {
        for (String part : parts) {
            if (part.trim().matches("q *= *0(\\.0*)?")) return true;
        }
        return false;
    }
}
