package dev.muster.notifier.api;

import dev.muster.kit.http.Handler;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.reply.Patience;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import dev.muster.notifier.api.Callers.Caller;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Devices;
import dev.muster.notifier.device.Invites;
import dev.muster.notifier.device.Passes;
import dev.muster.notifier.device.Platform;
import dev.muster.notifier.push.Notes;
import dev.muster.notifier.push.Pushes;
import dev.muster.notifier.push.Verdict;
import dev.muster.notifier.ring.Call;
import dev.muster.notifier.ring.Ring;
import dev.muster.notifier.ring.Rings;
import dev.muster.notifier.ring.State;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The room's entry: answers apps, and relays that tell of something new.
public final class Api {
    private final Ledger ledger;
    private final Devices devices;
    private final Invites invites;
    private final Pushes pushes;
    private final Rings rings;
    private final Notes notes;
    private final Callers callers;
    private final InstantSource clock;
    private final Patience patience;
    private final Welcome welcome;

    /// What apps ask about.
    public record Means(
            Ledger ledger,
            Devices devices,
            Invites invites,
            Rings rings,
            Pushes pushes,
            Notes notes,
            InstantSource clock) {}

    /// What is done for somebody whom we know.
    private interface Doing {
        Response by(Change change, Caller caller);
    }

    /// Finds its callers by that address, which their signatures name.
    ///
    /// @param url where the bot's pages are found, without a slash at the end
    public Api(Means means, Welcome welcome, Supplier<URI> url) {
        ledger = means.ledger();
        devices = means.devices();
        invites = means.invites();
        rings = means.rings();
        pushes = means.pushes();
        notes = means.notes();
        clock = means.clock();
        callers = new Callers(devices.passes(), url, means.clock());
        patience = new Patience(means.clock());
        this.welcome = welcome;
    }

    /// Answers at these paths.
    public void on(Routes routes) {
        routes.get("/v1/push/key", _ -> Json.answer(200, welcome.keys()));
        on(routes, "PUT", "/v1/devices/{device}", this::register);
        on(routes, "DELETE", "/v1/devices/{device}", this::remove);
        on(routes, "POST", "/v1/devices/{device}/test", this::test);
        on(routes, "PUT", "/v1/preferences", this::prefer);
        routes.post("/v1/token/refresh", guarded(this::refresh));
        on(routes, "POST", "/v1/wake/{token}/{what}", this::knocked);
        // CallBundle's users have one or the other in their apps already.
        for (String room : List.of("rings", "calls")) {
            String ring = "/v1/" + room + "/{ring}";
            on(routes, "GET", ring, this::look);
            for (String method : List.of("PUT", "POST")) {
                on(routes, method, ring + "/accept", request -> take(request, true));
                on(routes, method, ring + "/reject", request -> take(request, false));
            }
        }
    }

    private void on(Routes routes, String method, String path, Handler handler) {
        routes.on(method, path, guarded(handler));
        routes.on("OPTIONS", path, _ -> preflight());
    }

    /// Browsers ask first whether a page of another origin may.
    private static Response preflight() {
        return new Response.Whole(
                204,
                Map.of(
                        "access-control-allow-origin",
                        "*",
                        "access-control-allow-methods",
                        "GET, PUT, POST, DELETE",
                        "access-control-allow-headers",
                        "authorization, content-type",
                        "access-control-max-age",
                        "86400"),
                new byte[0]);
    }

    private static Handler guarded(Handler handler) {
        return request -> {
            try {
                return handler.answer(request);
            } catch (Callers.Unknown e) {
                return Json.refusal(401, "unauthorized", String.valueOf(e.getMessage()))
                        .with("www-authenticate", "Nostr, Bearer");
            } catch (IllegalArgumentException e) {
                return Json.refusal(400, "bad-input", "That can't be used: " + e.getMessage() + ".");
            }
        };
    }

    private Response as(Request request, Doing doing) throws Callers.Unknown {
        Caller caller = callers.of(request, ledger);
        return ledger.change(change -> doing.by(change, caller));
    }

    private Response register(Request request) throws Callers.Unknown {
        String name = request.part("device");
        JsonNode json = Json.object(request);
        if (json instanceof ObjectNode object) object.put("device", name);
        Doing registering = (change, caller) -> {
            if (isAnother(caller, name)) return forAnother();
            return switch (devices.register(change, caller.person(), json.toString())) {
                case Devices.Registration.Done done -> Json.answer(200, welcome.fields(done));
                case Devices.Registration.Refused(var word, var text) ->
                    Json.refusal(word.equals("rate") ? 429 : 422, word, text);
            };
        };
        Optional<String> invite = Callers.invite(request);
        return invite.isPresent() ? invited(invite.get(), registering) : as(request, registering);
    }

    /// Only what was done has used it up: who is refused may try again.
    private Response invited(String invite, Doing registering) {
        return ledger.change(change -> {
            PublicKey person = invites.whose(change, invite).orElse(null);
            if (person == null)
                return Json.refusal(401, "unauthorized", "This link doesn't count any more: ask the bot for another.");
            Response answer = registering.by(change, new Caller(person, Optional.empty()));
            if (answer.status() == 200) invites.spend(change, invite);
            return answer;
        });
    }

    private static boolean isAnother(Caller caller, String device) {
        return caller.device().filter(own -> !own.device().equals(device)).isPresent();
    }

    private static Response forAnother() {
        return Json.refusal(403, "not-allowed", "This pass is for another device.");
    }

    private Response remove(Request request) throws Callers.Unknown {
        String name = request.part("device");
        return as(request, (change, caller) -> {
            if (isAnother(caller, name)) return forAnother();
            return devices.remove(change, caller.person(), name)
                    ? Json.answer(200, Map.of("device", name, "state", "removed"))
                    : Json.refusal(404, "unknown-device", "You have registered no such device.");
        });
    }

    /// Brings something to a device at once, by whatever way takes it.
    private Response test(Request request) throws Callers.Unknown, InterruptedException {
        String name = request.part("device");
        Caller caller = callers.of(request, ledger);
        if (isAnother(caller, name)) return forAnother();
        if (!patience.has(caller.person())) return Json.refusal(429, "rate", "That was often enough for now.");
        List<Device> ways = devices.of(ledger, caller.person()).stream()
                .filter(device -> device.id().device().equals(name))
                .filter(device -> device.platform() != Platform.APNS_VOIP)
                .toList();
        if (ways.isEmpty()) return Json.refusal(404, "unknown-device", "You have registered no such device.");
        String reason = "";
        for (Device way : ways) {
            Verdict verdict = pushes.test(way);
            if (verdict instanceof Verdict.Taken) return Json.answer(200, Map.of("device", name, "state", "taken"));
            reason = verdict.reason();
        }
        return Json.refusal(502, "not-taken", "The device could not be reached: " + reason + ".");
    }

    private Response prefer(Request request) throws Callers.Unknown {
        String content = Json.object(request).toString();
        return as(request, (change, caller) -> {
            long now = clock.instant().getEpochSecond();
            var said = new Rumor(caller.person(), now, Kind.PUSH_PREFERENCES, Tags.NONE, content);
            Outcome outcome = devices.said(change, said, _ -> List.of());
            return outcome.isRefused()
                    ? Json.refusal(429, outcome.result(), outcome.text())
                    : Json.answer(200, Map.of("message", outcome.text()));
        });
    }

    /// As CallBundle asks for it, and reads it.
    private Response refresh(Request request) {
        String token = Json.object(request).path("refreshToken").asString("");
        Optional<Passes.Pass> pass = ledger.change(change -> devices.passes().renew(change, token));
        return pass.<Response>map(next -> Json.answer(
                        200, Map.of("data", Map.of("accessToken", next.access(), "refreshToken", next.refresh()))))
                .orElseGet(() ->
                        Json.refusal(401, "unauthorized", "This token opens nothing: register the device again."));
    }

    private Response look(Request request) throws Callers.Unknown {
        String callId = request.part("ring");
        Optional<Ring> ring = opened(request);
        if (ring.isEmpty()) {
            Caller caller = callers.of(request, ledger);
            ring = rings.find(ledger, callId, caller.person());
        }
        return ring.<Response>map(found -> Json.answer(200, fields(found))).orElseGet(Api::unknownRing);
    }

    /// The call, if it is asked for with what came in its own push.
    private Optional<Ring> opened(Request request) {
        return Callers.bearer(request).flatMap(pass -> rings.opened(ledger, request.part("ring"), pass));
    }

    private Response take(Request request, boolean isTaken) throws Callers.Unknown {
        String callId = request.part("ring").toLowerCase(Locale.ROOT);
        Optional<Ring> ring = opened(request);
        Caller caller =
                ring.isPresent() ? new Caller(ring.get().callee(), Optional.empty()) : callers.of(request, ledger);
        Optional<String> device = caller.device().map(Device.Id::device).or(() -> named(request));
        PublicKey person = caller.person();
        Rings.Taking taking = ledger.change(change -> isTaken
                ? rings.answer(change, callId, person, device)
                : rings.decline(change, callId, person, false, device));
        return switch (taking) {
            case Rings.Taking.Done(var done) -> Json.answer(200, fields(done));
            case Rings.Taking.TooLate(var over) -> Json.answer(isElsewhere(over) ? 409 : 410, tooLate(over));
            case Rings.Taking.Unknown _ -> unknownRing();
        };
    }

    private static Optional<String> named(Request request) {
        return request.query().getOrDefault("device", List.of()).stream().findFirst();
    }

    private static boolean isElsewhere(Ring ring) {
        return ring.state() == State.ANSWERED;
    }

    private static Map<String, Object> tooLate(Ring ring) {
        Map<String, Object> fields = fields(ring);
        fields.put("error", isElsewhere(ring) ? "answered-elsewhere" : "too-late");
        fields.put(
                "message",
                isElsewhere(ring)
                        ? "This call was taken on another device."
                        : "This call is over: " + ring.state().word() + ".");
        return fields;
    }

    private static Response unknownRing() {
        return Json.refusal(404, "unknown-call", "There is no such call for you. Calls are forgotten after an hour.");
    }

    private static Map<String, Object> fields(Ring ring) {
        Call call = ring.call();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("callId", call.id());
        fields.put("state", ring.state().word());
        call.caller().ifPresent(caller -> fields.put("caller", caller.hex()));
        fields.put("callType", call.hasVideo() ? "video" : "voice");
        fields.put("until", call.until().getEpochSecond());
        call.room().ifPresent(room -> fields.put("room", room));
        ring.by().ifPresent(device -> fields.put("device", device));
        return fields;
    }

    /// A relay tells of something new (NIP-9a). Where nobody is meant any more, it forgets the subscription.
    private Response knocked(Request request) {
        String event = Json.object(request).path("id").asString("");
        PublicKey person = devices.knockedFor(ledger, request.part("token")).orElse(null);
        if (person == null || !event.matches("[0-9a-f]{64}")) return Json.refusal(404, "unknown", "Nobody is here.");
        switch (request.part("what")) {
            case "calls" -> ledger.alter(change -> rings.knocked(change, person, event));
            case "messages" -> ledger.alter(change -> notes.message(change, person, event));
            default -> {
                return Json.refusal(404, "unknown", "Nobody is here.");
            }
        }
        return Json.answer(200, Map.of());
    }
}
