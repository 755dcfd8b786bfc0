package dev.muster.sms.api;

import dev.muster.kit.access.Access;
import dev.muster.kit.access.Capability;
import dev.muster.kit.access.Grant;
import dev.muster.kit.http.Handler;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.ledger.Ledger;
import dev.muster.sms.api.Counter.Order;
import dev.muster.sms.api.Counter.Result;
import dev.muster.sms.api.Counter.Status;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.number.PhoneNumber;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The room's entry: answers programs.
public final class Api {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final int MOST_BYTES = 64 * 1024;
    private static final int ID_BYTES = 12;
    private static final String BEARER = "Bearer ";

    private final Needs needs;
    private final Repeats repeats;

    /// What it stands on.
    ///
    /// @param region where numbers without a plus sign are, such as `US`
    public record Needs(
            Ledger ledger, Access access, Counter counter, String region, InstantSource clock, SecureRandom random) {}

    /// What is done for a program that has shown a token.
    private interface Doing {
        Response with(Grant grant, Request request);
    }

    /// How a program is told that something isn't done.
    private enum Tone {
        /// For programs.
        JSON {
            @Override
            Response.Whole say(int status, String word, String text) {
                return json(status, Map.of("error", word, "message", text));
            }
        },
        /// BuildIt's apps show people what they get.
        PLAIN {
            @Override
            Response.Whole say(int status, String word, String text) {
                return forEverybody(Response.text(status, text + "\n"));
            }
        };

        abstract Response.Whole say(int status, String word, String text);
    }

    /// Answers nobody yet.
    public Api(Needs needs) {
        this.needs = needs;
        this.repeats = new Repeats(needs.clock());
    }

    /// Answers programs at these addresses.
    public void on(Routes routes) {
        on(routes, "POST", "/v1/sms", ours((grant, request) -> text(grant, request, Tone.JSON)));
        on(routes, "GET", "/v1/sms/{id}", ours((grant, request) -> status(grant, request, Tone.JSON)));
        on(routes, "POST", "/g/{token}/api/sms/send", theirs((grant, request) -> text(grant, request, Tone.PLAIN)));
        on(
                routes,
                "GET",
                "/g/{token}/api/sms/status/{id}",
                theirs((grant, request) -> status(grant, request, Tone.PLAIN)));
        on(routes, "POST", "/g/{token}/api/rcs/send", theirs(this::card));
        on(routes, "GET", "/g/{token}/api/rcs/capability", theirs(this::capability));
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
                        "GET, POST",
                        "access-control-allow-headers",
                        "authorization, content-type, idempotency-key",
                        "access-control-max-age",
                        "86400"),
                new byte[0]);
    }

    private Handler ours(Doing doing) {
        return request -> guarded(request, bearer(request), doing, Tone.JSON, 401);
    }

    private Handler theirs(Doing doing) {
        return request -> guarded(request, Optional.of(request.part("token")), doing, Tone.PLAIN, 403);
    }

    private Response guarded(Request request, Optional<String> token, Doing doing, Tone tone, int unknown) {
        Optional<Grant> grant = token.flatMap(shown -> needs.access().holder(needs.ledger(), shown));
        if (grant.isEmpty())
            return tone.say(
                    unknown,
                    "unauthorized",
                    "Expected a token that opens this: an admin makes one with muster access create.");
        if (request.body().length > MOST_BYTES) return tone.say(413, "too-large", "Expected no more than 64 KiB.");
        try {
            return doing.with(grant.get(), request);
        } catch (IllegalArgumentException e) {
            return tone.say(400, "bad-input", "Expected " + e.getMessage() + ".");
        }
    }

    private static Optional<String> bearer(Request request) {
        return request.header("authorization")
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private Response text(Grant grant, Request request, Tone tone) {
        if (!grant.opens().contains(Capability.SMS))
            return tone.say(403, "not-allowed", "Expected a token that opens sms: this one doesn't.");
        return handOver(grant, request, Means.SMS, Wanted.text(request, needs.region()), tone);
    }

    /// With 404 BuildIt's apps send an ordinary text instead.
    private Response card(Grant grant, Request request) {
        if (!grant.opens().contains(Capability.RCS)) return noCards();
        return handOver(grant, request, Means.RCS, Wanted.card(request, needs.region()), Tone.PLAIN);
    }

    private static Response noCards() {
        return Tone.PLAIN.say(404, "no-rcs", "No card reaches this number: send a text.");
    }

    private Response handOver(Grant grant, Request request, Means by, Wanted wanted, Tone tone) {
        Repeats.Key key = Repeats.Key.of(grant.id(), request.header("idempotency-key"), wanted.contents(by));
        return needs.ledger().change(change -> {
            Optional<String> before = repeats.before(change, key);
            if (before.isPresent()) {
                Status status = needs.counter().status(change, before.get()).orElse(Status.PENDING);
                return taken(before.get(), status);
            }
            String id = grant.id() + "-" + random();
            var order = new Order(grant.id(), wanted.to(), wanted.text(), by, wanted.card());
            return switch (needs.counter().take(change, id, order)) {
                case Result.Taken(var status) -> {
                    repeats.note(change, key, id);
                    yield taken(id, status);
                }
                case Result.Refused(var word, var text) -> tone.say(422, word, text);
                case Result.TooMany(var after) ->
                    tone.say(429, "rate", "Those were too many: try again later.")
                            .with("retry-after", String.valueOf(Math.max(1, after.toSeconds())));
                case Result.NoCards _ -> noCards();
            };
        });
    }

    private String random() {
        byte[] bytes = new byte[ID_BYTES];
        needs.random().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Of its own texts: with another token's, there is none.
    private Response status(Grant grant, Request request, Tone tone) {
        String id = request.part("id");
        Optional<Status> status =
                id.startsWith(grant.id() + "-") ? needs.counter().status(needs.ledger(), id) : Optional.empty();
        return status.map(known -> taken(id, known))
                .orElseGet(() -> tone.say(404, "unknown", "There is no such text, or none any more."));
    }

    /// A plus sign that nobody has escaped comes as a space.
    private Response capability(Grant grant, Request request) {
        String phone = request.query().getOrDefault("phone", List.of("")).getFirst();
        PhoneNumber number = Wanted.number(phone.replaceFirst("^ ", "+"), needs.region());
        boolean isEnabled =
                grant.opens().contains(Capability.RCS) && needs.counter().showsCards(needs.ledger(), number);
        return json(200, Map.of("phone", number.e164(), "rcsEnabled", isEnabled));
    }

    private static Response.Whole taken(String id, Status status) {
        return json(200, Map.of("messageId", id, "status", status.name().toLowerCase(Locale.ROOT)));
    }

    private static Response.Whole json(int status, Map<String, ?> fields) {
        return forEverybody(Response.of(status, "application/json", MAPPER.writeValueAsBytes(fields)));
    }

    /// Pages of other origins may read it: nothing in it is told to whoever merely asks.
    private static Response.Whole forEverybody(Response.Whole answer) {
        return answer.with("access-control-allow-origin", "*").with("cache-control", "no-store");
    }
}
