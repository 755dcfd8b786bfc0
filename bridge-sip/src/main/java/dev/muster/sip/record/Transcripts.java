package dev.muster.sip.record;

import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What was written down of recordings: brought by `PUT`, read by `GET /v1/recordings/<id>/transcript`. It goes
/// when its recording goes. Nothing here understands speech by itself.
public final class Transcripts {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Shelf<Transcript> SHELF = new Shelf<>("recording-transcript", Transcript.class);
    private static final int LONGEST = 512 * 1024;
    private static final int LONGEST_WORD = 100;
    private static final String PATH = "/v1/recordings/{id}/transcript";

    private final Ledger ledger;
    private final Recordings recordings;
    private final Listening.Door door;
    private final InstantSource clock;

    /// @param door decides by the request's method who may read and who may write
    public Transcripts(Ledger ledger, Recordings recordings, Listening.Door door, InstantSource clock) {
        this.ledger = ledger;
        this.recordings = recordings;
        this.door = door;
        this.clock = clock;
    }

    static Place<Transcript> of(String recording) {
        return SHELF.at(recording);
    }

    /// What there is of a recording.
    public Optional<Transcript> find(Reading reading, String recording) {
        return reading.get(of(recording));
    }

    /// Keeps one instead of that before. Says whether there is such a recording.
    public boolean put(Change change, String recording, Transcript transcript) {
        boolean isThere = recordings
                .find(change, recording)
                .filter(found -> found.state().isPlayable())
                .isPresent();
        if (isThere) change.put(of(recording), transcript);
        return isThere;
    }

    /// Answers at their address.
    public void on(Routes routes) {
        routes.get(PATH, this::read).on("PUT", PATH, this::write);
    }

    private Optional<Recording> admitted(Request request) {
        return recordings.find(ledger, request.part("id")).filter(found -> door.admits(request, found));
    }

    private Response read(Request request) {
        return admitted(request)
                .flatMap(found -> find(ledger, found.id()))
                .map(Transcripts::json)
                .orElseGet(() -> Json.say(404, "not-found", "There is no such transcript, or not for you."));
    }

    private static Response.Whole json(Transcript transcript) {
        return Json.of(
                        200,
                        Map.of(
                                "text", transcript.text(),
                                "language", transcript.language(),
                                "source", transcript.source(),
                                "at", transcript.at().toString()))
                .with("cache-control", "private, no-store");
    }

    private Response write(Request request) {
        Optional<Recording> recording = admitted(request);
        if (recording.isEmpty()) return Json.say(404, "not-found", "There is no such recording, or not for you.");
        Transcript transcript;
        try {
            transcript = transcript(JSON.readTree(request.body()));
        } catch (JacksonException | IllegalArgumentException e) {
            return Json.say(
                    400,
                    "bad-input",
                    "Expected a JSON object with text of at most " + LONGEST + " characters, and language and source.");
        }
        boolean isKept = ledger.change(change -> put(change, recording.get().id(), transcript));
        if (!isKept) return Json.say(409, "not-done", "This recording goes on still, or is gone.");
        return new Response.Whole(204, Map.of(), new byte[0]);
    }

    private Transcript transcript(JsonNode json) {
        return new Transcript(
                field(json, "text", LONGEST), word(json, "language"), word(json, "source"), clock.instant());
    }

    private static String word(JsonNode json, String name) {
        return json.has(name) ? field(json, name, LONGEST_WORD) : "";
    }

    private static String field(JsonNode json, String name, int longest) {
        String text = json.path(name).stringValue("");
        if (!json.path(name).isString() || text.length() > longest) throw new IllegalArgumentException(name);
        return text;
    }
}
