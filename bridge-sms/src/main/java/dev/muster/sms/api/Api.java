package dev.muster.sms.api;

import dev.muster.kit.access.Access;
import dev.muster.kit.access.Capability;
import dev.muster.kit.access.Entrance;
import dev.muster.kit.access.Entrance.Tone;
import dev.muster.kit.access.Grant;
import dev.muster.kit.access.Repeats;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.api.Counter.Order;
import dev.muster.sms.api.Counter.Result;
import dev.muster.sms.api.Counter.Status;
import dev.muster.sms.carrier.Means;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The room's entry: answers programs.
public final class Api {
    private static final int MOST_BYTES = 64 * 1024;
    private static final int ID_BYTES = 12;

    /// Longer than apps keep on asking that don't name their requests.
    private static final Duration UNNAMED = Duration.ofMinutes(2);

    private final Needs needs;
    private final Repeats repeats;
    private final Entrance entrance;

    /// What it stands on.
    ///
    /// @param region where numbers without a plus sign are, such as `US`
    public record Needs(
            Ledger ledger, Access access, Counter counter, String region, InstantSource clock, SecureRandom random) {}

    /// Answers nobody yet.
    public Api(Needs needs) {
        this.needs = needs;
        repeats = new Repeats(UNNAMED, needs.clock());
        entrance = new Entrance(needs.ledger(), needs.access(), MOST_BYTES);
    }

    /// Answers programs at these addresses.
    public void on(Routes routes) {
        entrance.ours(routes, "POST", "/v1/sms", (grant, request) -> text(grant, request, Tone.JSON));
        entrance.ours(routes, "GET", "/v1/sms/{id}", (grant, request) -> status(grant, request, Tone.JSON));
        entrance.theirs(routes, "POST", "/api/sms/send", (grant, request) -> text(grant, request, Tone.PLAIN));
        entrance.theirs(routes, "GET", "/api/sms/status/{id}", (grant, request) -> status(grant, request, Tone.PLAIN));
        entrance.theirs(routes, "POST", "/api/rcs/send", this::card);
        entrance.theirs(routes, "GET", "/api/rcs/capability", this::capability);
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
        return Entrance.json(200, Map.of("phone", number.e164(), "rcsEnabled", isEnabled));
    }

    private static Response.Whole taken(String id, Status status) {
        return Entrance.json(
                200, Map.of("messageId", id, "status", status.name().toLowerCase(Locale.ROOT)));
    }
}
