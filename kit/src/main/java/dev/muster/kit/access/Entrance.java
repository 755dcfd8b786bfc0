package dev.muster.kit.access;

import dev.muster.kit.http.Handler;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.ledger.Ledger;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// Where programs come in that show a token: ours in a header, BuildIt's apps in the address, as they know no other
/// way.
public final class Entrance {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Ledger ledger;
    private final Access access;
    private final int mostBytes;

    /// What is done for a program that has shown a token.
    @FunctionalInterface
    public interface Doing {
        /// Does it.
        ///
        /// @throws IllegalArgumentException if something else was expected, with what that is
        Response with(Grant grant, Request request);
    }

    /// How a program is told that something isn't done.
    public enum Tone {
        /// For programs.
        JSON {
            @Override
            public Response.Whole say(int status, String word, String text) {
                return json(status, Map.of("error", word, "message", text));
            }
        },
        /// BuildIt's apps show people what they get.
        PLAIN {
            @Override
            public Response.Whole say(int status, String word, String text) {
                return forEverybody(Response.text(status, text + "\n"));
            }
        };

        /// Says it.
        ///
        /// @param word for programs
        public abstract Response.Whole say(int status, String word, String text);
    }

    /// Lets nobody in yet.
    ///
    /// @param mostBytes of what a program may send
    public Entrance(Ledger ledger, Access access, int mostBytes) {
        this.ledger = ledger;
        this.access = access;
        this.mostBytes = mostBytes;
    }

    /// Lets programs in there that show their token in `Authorization: Bearer`.
    public void ours(Routes routes, String method, String path, Doing doing) {
        on(routes, method, path, request -> guarded(request, Access.bearer(request), doing, Tone.JSON, 401));
    }

    /// Lets BuildIt's apps in, at an address that begins with their token: `/g/TOKEN/…`.
    public void theirs(Routes routes, String method, String path, Doing doing) {
        Handler handler = request -> guarded(request, Optional.of(request.part("token")), doing, Tone.PLAIN, 403);
        on(routes, method, "/g/{token}" + path, handler);
    }

    private static void on(Routes routes, String method, String path, Handler handler) {
        routes.on(method, path, handler);
        routes.on("OPTIONS", path, _ -> preflight());
    }

    /// Browsers ask first whether a page of another origin may: BuildIt's may.
    private static Response preflight() {
        return new Response.Whole(
                204,
                Map.of(
                        "access-control-allow-origin",
                        "*",
                        "access-control-allow-methods",
                        "GET, POST, DELETE",
                        "access-control-allow-headers",
                        "authorization, content-type, idempotency-key, range",
                        "access-control-max-age",
                        "86400"),
                new byte[0]);
    }

    private Response guarded(Request request, Optional<String> token, Doing doing, Tone tone, int unknown) {
        Optional<Grant> grant = token.flatMap(shown -> access.holder(ledger, shown));
        if (grant.isEmpty())
            return tone.say(
                    unknown,
                    "unauthorized",
                    "Expected a token that opens this: an admin makes one with muster access create.");
        if (request.body().length > mostBytes)
            return tone.say(413, "too-large", "Expected no more than " + mostBytes / 1024 + " KiB.");
        try {
            return doing.with(grant.get(), request);
        } catch (IllegalArgumentException e) {
            return tone.say(400, "bad-input", "Expected " + e.getMessage() + ".");
        }
    }

    /// An answer in JSON.
    public static Response.Whole json(int status, Object body) {
        return forEverybody(Response.of(status, "application/json", MAPPER.writeValueAsBytes(body)));
    }

    /// Pages of other origins may read it: nothing in it is told to whoever merely asks.
    private static Response.Whole forEverybody(Response.Whole answer) {
        return answer.with("access-control-allow-origin", "*").with("cache-control", "no-store");
    }
}
