package dev.muster.sip.api;

import static dev.muster.kit.access.Entrance.json;

import dev.muster.kit.access.Capability;
import dev.muster.kit.access.Entrance;
import dev.muster.kit.access.Entrance.Doing;
import dev.muster.kit.access.Entrance.Tone;
import dev.muster.kit.access.Grant;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.roles.Role;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.sip.api.Api.Needs;
import dev.muster.sip.call.Order;
import dev.muster.sip.credit.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Answers BuildIt's apps, in its words and at its addresses (`/api/pstn/…`).
final class BuildIt {
    private static final int MOST_DAYS = 366;

    private final Needs needs;
    private final Counter counter;
    private final Entrance entrance;

    BuildIt(Needs needs, Counter counter, Entrance entrance) {
        this.needs = needs;
        this.counter = counter;
        this.entrance = entrance;
    }

    void on(Routes routes) {
        theirs(routes, "POST", "/voice/outbound", this::outbound);
        theirs(routes, "POST", "/voice/answer", this::answer);
        theirs(routes, "POST", "/voice/bridge", this::bridge);
        theirs(routes, "POST", "/voice/hold", this::hold);
        theirs(routes, "POST", "/voice/transfer", this::transfer);
        theirs(routes, "POST", "/voice/hangup", this::hangUp);
        theirs(routes, "POST", "/voice/dtmf", this::press);
        theirs(routes, "POST", "/caller/reveal", this::reveal);
        theirs(routes, "GET", "/credits/{group}", this::balance);
        theirs(routes, "GET", "/credits/{group}/usage", this::usage);
        theirs(routes, "GET", "/numbers/{group}", this::numbers);
        theirs(routes, "POST", "/numbers/provision", (_, _) -> noNumbers());
        theirs(routes, "POST", "/numbers/release", (_, _) -> noNumbers());
        theirs(routes, "GET", "/health", (_, _) -> Response.text(200, "ok\n"));
    }

    private void theirs(Routes routes, String method, String path, Doing doing) {
        entrance.theirs(routes, method, "/api/pstn" + path, Counter.allowed(doing, Tone.PLAIN));
    }

    private Response outbound(Grant grant, Request request) {
        Asked asked = Asked.of(request);
        PhoneNumber to = asked.number("targetPhone", needs.region());
        String group = asked.optional("groupId").orElse("");
        String hotline = asked.optional("hotlineId").orElse("");
        Optional<PublicKey> operator = asked.person("operatorPubkey");
        var order =
                new Order(Counter.person(grant), to, counter.caller(asked.optional("callerId")), false, group, hotline);
        String[] contents = {
            "outbound", to.e164(), group, hotline, operator.map(PublicKey::hex).orElse("")
        };
        return counter.place(grant, request, order, operator, contents, Tone.PLAIN, call -> joined(grant, call));
    }

    /// Where to go on, in BuildIt's words.
    private Response joined(Grant grant, String call) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("callSid", call);
        fields.put("sipUri", "sip:" + call + "@" + needs.address());
        counter.servers(grant).ifPresent(servers -> fields.put("webrtcConfig", Map.of("iceServers", servers)));
        return json(200, fields);
    }

    /// Somebody takes the call of a telephone.
    private Response answer(Grant grant, Request request) {
        Asked asked = Asked.of(request);
        String call = asked.text("callSid");
        if (!needs.calls().claim(call, Counter.person(grant))) return Counter.gone(Tone.PLAIN);
        asked.person("operatorPubkey")
                .ifPresent(
                        whom -> needs.ledger().alter(change -> needs.following().follow(change, call, whom)));
        return joined(grant, call);
    }

    private Response bridge(Grant grant, Request request) {
        Asked asked = Asked.of(request);
        return counter.described(grant, asked.text("callSid"), asked, Tone.PLAIN, Map.of());
    }

    private Response hold(Grant grant, Request request) {
        Asked asked = Asked.of(request);
        boolean isHeld = switch (asked.text("action")) {
            case "hold" -> true;
            case "resume" -> false;
            default -> throw new IllegalArgumentException("hold or resume in action");
        };
        return Counter.done(needs.calls().hold(asked.text("callSid"), Counter.person(grant), isHeld), Tone.PLAIN);
    }

    private Response transfer(Grant grant, Request request) {
        Asked asked = Asked.of(request);
        PhoneNumber to = asked.number("targetPhone", needs.region());
        return needs.calls()
                .transfer(asked.text("callSid"), Counter.person(grant), to.e164())
                .map(why -> Counter.refused(why, Tone.PLAIN))
                .orElseGet(() -> Counter.done(true, Tone.PLAIN));
    }

    /// Also of a call that is over: BuildIt's apps hang up whatever they have heard.
    private Response hangUp(Grant grant, Request request) {
        boolean _ = needs.calls().hangUp(Asked.of(request).text("callSid"), Counter.person(grant));
        return Counter.done(true, Tone.PLAIN);
    }

    private Response press(Grant grant, Request request) {
        Asked asked = Asked.of(request);
        return Counter.done(
                needs.calls().press(asked.text("callSid"), Counter.person(grant), Counter.keys(asked, "digits")),
                Tone.PLAIN);
    }

    /// For a token that opens it, and by an operator, whom it names.
    private Response reveal(Grant grant, Request request) {
        Asked asked = Asked.of(request);
        Optional<PublicKey> operator =
                asked.person("operatorPubkey").filter(who -> needs.roles().may(needs.ledger(), who, Role.OPERATOR));
        if (!grant.opens().contains(Capability.REVEAL) || operator.isEmpty())
            return Tone.PLAIN.say(
                    403, "not-allowed", "Expected a token that opens reveal, and in operatorPubkey an operator.");
        String call = asked.text("callSid");
        String by = operator.get().hex() + " by " + Counter.person(grant);
        String why = asked.optional("reason").orElse("");
        Optional<String> number = needs.ledger()
                .change(change -> isMeant(change, call, asked)
                        ? needs.reveals().reveal(change, call, by, why)
                        : Optional.empty());
        return number.<Response>map(phone -> json(200, Map.of("phone", phone)))
                .orElseGet(() -> Tone.PLAIN.say(404, "unknown", "There is no such call, or its number was withheld."));
    }

    /// Whether that is whom they think it is.
    private boolean isMeant(Reading reading, String call, Asked asked) {
        String shown = asked.optional("maskedId").orElse("");
        return needs.book()
                .get(reading, call)
                .filter(record -> shown.isEmpty() || digits(shown).equals(digits(record.shownNumber())))
                .isPresent();
    }

    private static String digits(String text) {
        return text.replaceAll("\\D", "");
    }

    private Response balance(Grant grant, Request request) {
        return json(
                200,
                needs.credits().balance(needs.ledger(), request.part("group")).fields());
    }

    private Response usage(Grant grant, Request request) {
        String days = request.query().getOrDefault("days", List.of("30")).getFirst();
        if (!days.matches("[1-9][0-9]{0,2}") || Integer.parseInt(days) > MOST_DAYS)
            throw new IllegalArgumentException("1 to " + MOST_DAYS + " in days");
        Instant since = needs.clock().instant().minus(Duration.ofDays(Integer.parseInt(days)));
        List<Map<String, Object>> records = needs.credits().usage(needs.ledger(), request.part("group"), since).stream()
                .map(Usage::fields)
                .toList();
        return json(200, Map.of("records", records));
    }

    private Response numbers(Grant grant, Request request) {
        List<Map<String, Object>> all = needs.numbers().stream()
                .map(number ->
                        Map.<String, Object>of("number", number, "type", "local", "capabilities", List.of("voice")))
                .toList();
        return json(200, Map.of("numbers", all));
    }

    private static Response noNumbers() {
        return Tone.PLAIN.say(
                501, "not-here", "Numbers are rented from whoever runs the trunk: an admin names them (sip.numbers).");
    }
}
