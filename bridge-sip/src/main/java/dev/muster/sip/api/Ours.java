package dev.muster.sip.api;

import static dev.muster.kit.access.Entrance.json;

import dev.muster.kit.access.Entrance;
import dev.muster.kit.access.Entrance.Doing;
import dev.muster.kit.access.Entrance.Tone;
import dev.muster.kit.access.Grant;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.sip.api.Api.Needs;
import dev.muster.sip.call.CallRecord;
import dev.muster.sip.call.Order;
import dev.muster.sip.record.Recording;
import dev.muster.sip.taping.Asker;
import dev.muster.sip.taping.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Answers programs in our own words (`/v1/calls…`, `/v1/turn`).
final class Ours {
    private final Needs needs;
    private final Counter counter;
    private final Entrance entrance;

    Ours(Needs needs, Counter counter, Entrance entrance) {
        this.needs = needs;
        this.counter = counter;
        this.entrance = entrance;
    }

    void on(Routes routes) {
        ours(routes, "POST", "/v1/calls", this::call);
        ours(routes, "GET", "/v1/calls", this::calls);
        ours(routes, "GET", "/v1/calls/{id}", this::one);
        ours(routes, "POST", "/v1/calls/{id}/describe", this::describe);
        ours(routes, "POST", "/v1/calls/{id}/hold", (grant, request) -> held(grant, request, true));
        ours(routes, "POST", "/v1/calls/{id}/resume", (grant, request) -> held(grant, request, false));
        ours(routes, "POST", "/v1/calls/{id}/keys", this::keys);
        ours(routes, "POST", "/v1/calls/{id}/end", this::end);
        ours(
                routes,
                "POST",
                "/v1/calls/{id}/record",
                (grant, request) -> taped(grant, request, id -> needs.tapings().want(id, Asker.PERSON)));
        ours(
                routes,
                "POST",
                "/v1/calls/{id}/record/stop",
                (grant, request) -> taped(grant, request, needs.tapings()::stop));
        ours(routes, "POST", "/v1/calls/{id}/consent", this::consent);
        ours(routes, "POST", "/v1/turn", (grant, _) -> turn(grant));
    }

    private void ours(Routes routes, String method, String path, Doing doing) {
        entrance.ours(routes, method, path, Counter.allowed(doing, Tone.JSON));
    }

    private Response call(Grant grant, Request request) {
        Asked asked = Asked.of(request);
        PhoneNumber to = asked.number("to", needs.region());
        String group = asked.optional("group").orElse("");
        var order = new Order(
                Counter.person(grant), to, counter.caller(asked.optional("from")), asked.isSet("hidden"), group, "");
        String[] contents = {"call", to.e164(), group};
        return counter.place(
                grant, request, order, Optional.empty(), contents, Tone.JSON, call -> begun(grant, call, asked));
    }

    /// With the answer to their description, if they have sent one.
    private Response begun(Grant grant, String call, Asked asked) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", call);
        counter.servers(grant).ifPresent(servers -> fields.put("iceServers", servers));
        return asked.optional("sdp").isPresent()
                ? counter.described(grant, call, asked, Tone.JSON, fields)
                : json(201, fields);
    }

    private Response calls(Grant grant, Request request) {
        List<Map<String, Object>> all = needs.book().all(needs.ledger()).stream()
                .filter(call -> call.person().equals(Counter.person(grant)))
                .map(this::shown)
                .toList();
        return json(200, Map.of("calls", all));
    }

    private Response one(Grant grant, Request request) {
        return needs.book()
                .get(needs.ledger(), request.part("id"))
                .filter(call -> call.person().equals(Counter.person(grant)))
                .<Response>map(call -> json(200, shown(call)))
                .orElseGet(() -> Counter.gone(Tone.JSON));
    }

    private Map<String, Object> shown(CallRecord call) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", call.id());
        fields.put("direction", call.direction().name().toLowerCase(Locale.ROOT));
        fields.put("state", call.phase().word());
        fields.put("number", call.shownNumber());
        fields.put("began", call.began().toString());
        call.answered().ifPresent(at -> fields.put("answered", at.toString()));
        call.ended().ifPresent(at -> fields.put("ended", at.toString()));
        call.reason().ifPresent(why -> fields.put("reason", why.word()));
        List<String> recordings = needs.recordings().of(needs.ledger(), call.id()).stream()
                .map(Recording::id)
                .toList();
        if (!call.isOver())
            fields.put("recording", needs.tapings().progress(call.id()).word());
        if (!recordings.isEmpty()) fields.put("recordings", recordings);
        return fields;
    }

    private Response describe(Grant grant, Request request) {
        return counter.described(grant, request.part("id"), Asked.of(request), Tone.JSON, Map.of());
    }

    private Response held(Grant grant, Request request, boolean isHeld) {
        return Counter.done(needs.calls().hold(request.part("id"), Counter.person(grant), isHeld), Tone.JSON);
    }

    private Response keys(Grant grant, Request request) {
        return Counter.done(
                needs.calls().press(request.part("id"), Counter.person(grant), Counter.keys(Asked.of(request), "keys")),
                Tone.JSON);
    }

    private Response end(Grant grant, Request request) {
        return Counter.done(needs.calls().hangUp(request.part("id"), Counter.person(grant)), Tone.JSON);
    }

    /// What was said in the call about being recorded, noted by whoever talks for the group.
    private Response consent(Grant grant, Request request) {
        boolean isYes = switch (Asked.of(request).text("type")) {
            case "verbal_yes" -> true;
            case "verbal_no" -> false;
            default -> throw new IllegalArgumentException("verbal_yes or verbal_no in type");
        };
        return taped(grant, request, call -> needs.tapings().said(call, Asker.PERSON, isYes));
    }

    private Response taped(Grant grant, Request request, Function<String, Reply> what) {
        String call = request.part("id");
        if (!needs.calls().isOf(call, Counter.person(grant))) return Counter.gone(Tone.JSON);
        return switch (what.apply(call)) {
            case DONE -> Counter.done(true, Tone.JSON);
            case NO_CALL -> Tone.JSON.say(409, "not-answered", "Nobody talks in this call yet.");
            case OFF -> Tone.JSON.say(409, "recording-off", "No calls are recorded here (sip.recording.calls).");
            case OTHER_CONSENT ->
                Tone.JSON.say(
                        409, "other-consent", "Whoever is called agrees by pressing 1 here (sip.recording.consent).");
        };
    }

    private Response turn(Grant grant) {
        return counter.servers(grant)
                .<Response>map(servers -> json(200, Map.of("iceServers", servers)))
                .orElseGet(() -> Tone.JSON.say(
                        404, "no-turn", "There is no TURN server (sip.turn), or you have had too many tickets."));
    }
}
