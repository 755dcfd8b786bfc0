package dev.muster.sip.page;

import dev.muster.kit.http.Handler;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.sip.leg.Answer;
import dev.muster.sip.page.Participants.Entry;
import dev.muster.sip.room.Admission;
import dev.muster.sip.room.Ending;
import dev.muster.sip.room.Entrant;
import dev.muster.sip.room.Member;
import dev.muster.sip.room.Room;
import dev.muster.sip.room.Rooms;
import dev.muster.sip.room.Roster;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.web.WebLegs;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The pages of all rooms, to be served by whoever has the routes.
public final class RoomPages {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_DESCRIPTION = 20_000;

    private final Rooms rooms;
    private final Participants participants;
    private final Files files;
    private final Supplier<List<IceServer>> iceServers;

    /// @param url where the bridge's pages are found
    /// @param iceServers made anew for everybody who comes in; mostly none
    public RoomPages(URI url, Rooms rooms, WebLegs legs, Supplier<List<IceServer>> iceServers, SecureRandom random) {
        this.rooms = rooms;
        this.participants = new Participants(legs, random);
        this.files = new Files(url);
        this.iceServers = iceServers;
    }

    private record Problem(String problem, long starts) {
        static Problem of(String word) {
            return new Problem(word, 0);
        }
    }

    private record Gone(String problem, boolean muted) {}

    private record Opened(String title, boolean leads, int people, List<IceServer> iceServers) {}

    private record Joined(String sdp, String key, String id) {}

    private record Described(String sdp) {}

    private record Who(String id, String title, List<Shown> members) {}

    private record Shown(String id, String name, boolean telephone, boolean leads, boolean muted) {}

    private record Done(boolean done) {}

    /// The same routes, with those of the page.
    public Routes on(Routes routes) {
        files.route(routes);
        routes.get("/room/{room}", this::page);
        post(routes, "door", this::door);
        post(routes, "enter", this::enter);
        post(routes, "again", (_, said) -> again(said));
        post(routes, "who", (_, said) -> who(said));
        post(routes, "mute", (_, said) -> mute(said));
        post(routes, "remove", (_, said) -> remove(said));
        post(routes, "leave", (_, said) -> leave(said));
        return routes;
    }

    /// Answers an object.
    private interface Verb {
        Response answer(UUID room, JsonNode said);
    }

    private static void post(Routes routes, String verb, Verb does) {
        Handler handler = request -> {
            Optional<UUID> room = room(request);
            if (room.isEmpty()) return json(404, Problem.of("unknown"));
            try {
                return does.answer(room.get(), JSON.readTree(request.body()));
            } catch (JacksonException notAnObject) {
                return json(400, Problem.of("bad-input"));
            }
        };
        routes.post("/room/{room}/" + verb, handler);
    }

    private static Optional<UUID> room(Request request) {
        try {
            return Optional.of(UUID.fromString(request.part("room")));
        } catch (IllegalArgumentException noRoom) {
            return Optional.empty();
        }
    }

    private static Response json(int status, Record answer) {
        return Response.of(status, "application/json", JSON.writeValueAsBytes(answer))
                .with("cache-control", "no-store")
                .with("x-content-type-options", "nosniff");
    }

    private Response page(Request request) {
        Optional<String> picked =
                request.query().getOrDefault("lang", List.of()).stream().findFirst();
        Words words = Words.wanted(picked, request.header("accept-language"));
        return room(request)
                .map(room -> files.page(room, words))
                .orElseGet(() -> Response.text(404, "There is nothing here.\n"));
    }

    private static String text(JsonNode said, String name) {
        return said.path(name).asString("");
    }

    /// Whoever has a pass for another room has none for this one.
    private Admission admission(UUID room, JsonNode said) {
        Admission admission = rooms.admit(text(said, "pass"));
        return admission instanceof Admission.Granted(Room there, Entrant _)
                        && !there.id().equals(room)
                ? new Admission.Unknown()
                : admission;
    }

    /// What becomes of those who may go in.
    private interface Welcome {
        Response to(Room room, Entrant who);
    }

    private Response admitted(UUID id, JsonNode said, Welcome welcome) {
        return switch (admission(id, said)) {
            case Admission.Granted(Room room, Entrant who) -> welcome.to(room, who);
            case Admission.Early(Instant starts) -> json(409, new Problem("early", starts.getEpochSecond()));
            case Admission.Over() -> json(410, Problem.of("over"));
            case Admission.Unknown() -> json(403, Problem.of("unknown"));
            case Admission.Stopping() -> json(503, Problem.of("stopping"));
        };
    }

    private Response door(UUID id, JsonNode said) {
        return admitted(
                id,
                said,
                (room, who) ->
                        json(200, new Opened(room.roster().title(), who.leads(), room.size(), iceServers.get())));
    }

    private Response enter(UUID id, JsonNode said) {
        return admitted(id, said, (room, who) -> enter(room, who, said));
    }

    private Response enter(Room room, Entrant who, JsonNode said) {
        Optional<Sdp> offer = described(said);
        if (offer.isEmpty()) return json(400, Problem.of("misfit"));
        return switch (participants.enter(room, who.called(text(said, "name")), offer.get())) {
            case Entry.In(Participant participant, Member member, String sdp) -> {
                // Who comes back is heard no sooner than they want to be.
                if (said.path("muted").asBoolean(false)) member.mute(true);
                yield json(200, new Joined(sdp, participant.key(), member.id()));
            }
            case Entry.Misfit() -> json(400, Problem.of("misfit"));
            case Entry.Full() -> json(503, Problem.of("full"));
        };
    }

    private static Optional<Sdp> described(JsonNode said) {
        return Optional.of(text(said, "sdp"))
                .filter(it -> it.length() <= LONGEST_DESCRIPTION)
                .flatMap(Sdp::parse);
    }

    private Response again(JsonNode said) {
        Optional<Sdp> offer = described(said);
        if (offer.isEmpty()) return json(400, Problem.of("misfit"));
        return participants
                .again(text(said, "key"), offer.get())
                .map(answer -> switch (answer) {
                    case Answer.Given(var sdp, var _) -> json(200, new Described(sdp));
                    case Answer.Refused _ -> json(400, Problem.of("misfit"));
                    case Answer.TooLate _ -> gone(said);
                })
                .orElseGet(() -> gone(said));
    }

    /// Why somebody isn't there. Of those who were there before the bridge was started nothing is known.
    private Response gone(JsonNode said) {
        return participants
                .find(text(said, "key"))
                .map(it -> json(410, new Gone(word(it.ending().orElse(Ending.LEFT)), it.isMuted())))
                .orElseGet(() -> json(404, Problem.of("forgotten")));
    }

    private static String word(Ending why) {
        return why.name().toLowerCase(Locale.ROOT);
    }

    private Optional<Member> member(JsonNode said) {
        return participants.find(text(said, "key")).flatMap(Participant::member);
    }

    private Response who(JsonNode said) {
        return member(said).map(RoomPages::shown).orElseGet(() -> gone(said));
    }

    private static Response shown(Member member) {
        Roster roster = member.room().roster();
        List<Shown> members = roster.members().stream()
                .map(it -> new Shown(it.id(), it.name(), it.isTelephone(), it.leads(), it.isMuted()))
                .toList();
        return json(200, new Who(member.id(), roster.title(), members));
    }

    private Response mute(JsonNode said) {
        Member member = member(said).orElse(null);
        if (member == null) return gone(said);
        String other = text(said, "who");
        if (other.isEmpty() || other.equals(member.id())) {
            member.mute(said.path("muted").asBoolean(true));
            return json(200, new Done(true));
        }
        return done(member.room().mute(member, other));
    }

    private Response remove(JsonNode said) {
        Member member = member(said).orElse(null);
        return member == null ? gone(said) : done(member.room().remove(member, text(said, "who")));
    }

    private static Response done(boolean isDone) {
        return json(isDone ? 200 : 403, new Done(isDone));
    }

    private Response leave(JsonNode said) {
        participants.find(text(said, "key")).ifPresent(Participant::leave);
        return json(200, new Done(true));
    }
}
