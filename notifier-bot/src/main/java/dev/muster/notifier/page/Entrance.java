package dev.muster.notifier.page;

import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.notifier.page.JoinPage.Opened;
import dev.muster.notifier.session.Entry;
import dev.muster.notifier.session.Invitation;
import dev.muster.notifier.session.JoinLinks;
import dev.muster.notifier.session.Look;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// Where people come in: opens links, lets in, and counts who is there.
final class Entrance {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /// What a link is made of. Anything else was never given out, and is not repeated in an address or a
    /// cookie.
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._~-]{0,199}");

    private final JoinLinks links;
    private final JoinPage page;
    private final Guard guard;
    private final BrowserCookie cookie;

    Entrance(JoinLinks links, JoinPage page, Guard guard, BrowserCookie cookie) {
        this.links = links;
        this.page = page;
        this.guard = guard;
        this.cookie = cookie;
    }

    /// @param counted whether the room tells itself who is there, so that this page isn't needed any longer
    private record Admitted(String room, boolean counted) {}

    private record Presence(boolean there) {}

    void route(Routes routes) {
        routes.get("/conference/{room}", this::open);
        routes.post("/conference/{room}/join", this::join);
        routes.post("/conference/{room}/here", this::here);
        routes.post("/conference/{room}/leave", this::leave);
    }

    private Response open(Request request) {
        Fields fields = Fields.ofQuery(request);
        Opened link = opened(request, fields);
        if (link.isIncomplete()) return incomplete(link);
        if (guard.isShutFor(request)) return page.tooManyGuesses(link, guard.secondsLeft());
        Look look = links.look(link.room(), link.token(), cookie.secret(request));
        guard.showed(look, request);
        return page.show(look, link);
    }

    private Response join(Request request) {
        Fields fields = Fields.ofBody(request);
        Opened link = opened(request, fields);
        if (link.isIncomplete()) return incomplete(link);
        if (guard.isShutFor(request)) return page.tooManyGuesses(link, guard.secondsLeft());
        String browser = cookie.secret(request).orElseGet(cookie::freshSecret);
        return switch (links.join(link.room(), link.token(), browser)) {
            case Entry.In(URI room, boolean isCounted) -> {
                guard.joined();
                yield in(request, room, isCounted).with("set-cookie", cookie.header(link.room(), browser));
            }
            case Entry.Closed(Look.Open(Invitation to)) -> {
                guard.hadNoRoom();
                yield page.withoutRoom(to, link);
            }
            case Entry.Closed(Look look) -> {
                guard.showed(look, request);
                yield page.show(look, link);
            }
        };
    }

    private Response incomplete(Opened link) {
        guard.incomplete();
        return page.show(new Look.Unknown(), link);
    }

    /// With the script the page stays, and opens the room beside itself.
    private static Response.Whole in(Request request, URI room, boolean isCounted) {
        String address = room.toASCIIString();
        boolean isScript = request.header("accept").orElse("").startsWith("application/json");
        if (isScript) return json(new Admitted(address, isCounted));
        return Response.text(303, address + "\n")
                .with("location", address)
                .with("cache-control", "no-store")
                .with("referrer-policy", "no-referrer");
    }

    private static Response.Whole json(Record answer) {
        return Response.of(200, "application/json", JSON.writeValueAsBytes(answer))
                .with("cache-control", "no-store");
    }

    /// Asked of those only who have joined, so it tells nothing to those who guess.
    private Response here(Request request) {
        Opened link = opened(request, Fields.ofBody(request));
        boolean isThere = cookie.secret(request)
                .map(browser -> links.isThere(link.room(), link.token(), browser))
                .orElse(false);
        return json(new Presence(isThere));
    }

    private Response leave(Request request) {
        Opened link = opened(request, Fields.ofBody(request));
        cookie.secret(request).ifPresent(browser -> links.leave(link.room(), link.token(), browser));
        return Response.text(204, "").with("cache-control", "no-store");
    }

    private static Opened opened(Request request, Fields fields) {
        Words words = Words.wanted(fields.value("lang"), request.header("accept-language"));
        return new Opened(part(Optional.of(request.part("room"))), part(fields.value("t")), words);
    }

    private static String part(Optional<String> given) {
        return given.filter(it -> PART.matcher(it).matches()).orElse("");
    }
}
