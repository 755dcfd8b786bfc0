package dev.muster.sip.api;

import static dev.muster.kit.access.Entrance.json;

import dev.muster.kit.access.Capability;
import dev.muster.kit.access.Entrance.Doing;
import dev.muster.kit.access.Entrance.Tone;
import dev.muster.kit.access.Grant;
import dev.muster.kit.access.Repeats;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.sip.api.Api.Needs;
import dev.muster.sip.call.Calls.Placed;
import dev.muster.sip.call.Media.Described;
import dev.muster.sip.call.Order;
import dev.muster.sip.gate.Refusal;
import dev.muster.sip.turn.Ticket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What both dialects do: places calls, and says what comes of them.
final class Counter {
    /// Apps that don't name their requests ask two or three times within a few seconds; somebody who dials the same
    /// number again has heard by then that it was busy.
    private static final Duration UNNAMED = Duration.ofSeconds(10);

    private static final int MOST_KEYS = 32;

    private final Needs needs;
    private final Repeats repeats;

    Counter(Needs needs) {
        this.needs = needs;
        repeats = new Repeats(UNNAMED, needs.clock());
    }

    /// Only for who may.
    static Doing allowed(Doing doing, Tone tone) {
        return (grant, request) -> grant.opens().contains(Capability.PSTN)
                ? doing.with(grant, request)
                : tone.say(403, "not-allowed", "Expected a token that opens pstn: this one doesn't.");
    }

    /// What a program is called among those who call.
    static String person(Grant grant) {
        return "access:" + grant.id();
    }

    /// A number of ours, or the usual one: nobody calls in another's name.
    String caller(Optional<String> wanted) {
        return wanted.filter(needs.numbers()::contains).orElse("");
    }

    Response place(
            Grant grant,
            Request request,
            Order order,
            Optional<PublicKey> operator,
            String[] contents,
            Tone tone,
            Function<String, Response> answer) {
        Repeats.Key key = Repeats.Key.of(grant.id(), request.header("idempotency-key"), contents);
        Supplier<Response> said = needs.ledger().change(change -> {
            Optional<String> before = repeats.before(change, key);
            if (before.isPresent()) return () -> answer.apply(before.get());
            String id = needs.calls().newId();
            if (needs.calls().place(change, id, order) instanceof Placed.Refused(var why))
                return () -> refused(why, tone);
            repeats.note(change, key, id);
            operator.ifPresent(whom -> needs.following().follow(change, id, whom));
            return () -> answer.apply(id);
        });
        return said.get();
    }

    static Response refused(Refusal why, Tone tone) {
        int status = switch (why.word()) {
            case "too_many_calls" -> 429;
            case "no_credits" -> 402;
            case "closing", "no_trunk" -> 503;
            default -> 403;
        };
        return tone.say(status, why.word(), why.text());
    }

    Optional<List<Map<String, Object>>> servers(Grant grant) {
        return needs.tickets().flatMap(tickets -> tickets.issue(grant.id())).map(ticket -> List.of(server(ticket)));
    }

    static Map<String, Object> server(Ticket ticket) {
        return Map.of("urls", ticket.urls(), "username", ticket.username(), "credential", ticket.credential());
    }

    static Response gone(Tone tone) {
        return tone.say(404, "unknown", "There is no such call any more, or somebody else has taken it.");
    }

    /// @param more what is said besides our answer
    Response described(Grant grant, String call, Asked asked, Tone tone, Map<String, ?> more) {
        Optional<Described> described = needs.calls().describe(call, person(grant), asked.description("sdp"));
        return switch (described.orElseGet(Described.TooLate::new)) {
            case Described.Given(var answer) -> {
                Map<String, Object> fields = new LinkedHashMap<>(more);
                fields.put("sdp", answer);
                yield json(200, fields);
            }
            case Described.Refused(var why) ->
                tone.say(
                        422,
                        "media_failure",
                        "Expected a description with G.711 audio over DTLS-SRTP: "
                                + why.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ".");
            case Described.TooLate() -> gone(tone);
        };
    }

    static Response done(boolean isDone, Tone tone) {
        return isDone ? json(200, Map.of("ok", true)) : gone(tone);
    }

    static String keys(Asked asked, String name) {
        String keys = asked.text(name);
        if (!keys.matches("[0-9*#A-Da-d]{1," + MOST_KEYS + "}"))
            throw new IllegalArgumentException("up to " + MOST_KEYS + " of 0-9, *, # and A-D in " + name);
        return keys;
    }
}
