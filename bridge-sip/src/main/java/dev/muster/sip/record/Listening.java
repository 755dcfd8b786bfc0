package dev.muster.sip.record;

import dev.muster.kit.http.Handler;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.ledger.Ledger;
import dev.muster.sip.record.Recording.Copy;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Plays recordings to whoever may hear them: `GET /v1/recordings/<id>.mp3`, or `.flac`, or `.wav`, from
/// anywhere.
public final class Listening implements Handler {
    private static final int AT_ONCE = 32 * 1024;

    private final Ledger ledger;
    private final Recordings recordings;
    private final Door door;

    /// Decides who may listen.
    @FunctionalInterface
    public interface Door {
        boolean admits(Request request, Recording recording);
    }

    public Listening(Ledger ledger, Recordings recordings, Door door) {
        this.ledger = ledger;
        this.recordings = recordings;
        this.door = door;
    }

    /// Answers at its address.
    public void on(Routes routes) {
        routes.get("/v1/recordings/{file}", this);
    }

    /// Whoever may not hear one learns as little as who asks for one that isn't there.
    @Override
    public Response answer(Request request) {
        String file = request.part("file");
        int dot = file.lastIndexOf('.');
        Optional<Format> format = Format.of(file.substring(dot + 1));
        Recording recording = recordings
                .find(ledger, file.substring(0, Math.max(0, dot)))
                .filter(found -> door.admits(request, found))
                .orElse(null);
        if (recording == null || format.isEmpty()) return nothing("There is no such recording, or not for you.");
        Copy copy = recording.copy(format.get()).orElse(null);
        if (copy == null) return nothing("This recording is not there in that format.");
        return play(request, recording, copy);
    }

    private static Response nothing(String text) {
        return Json.say(404, "not-found", text);
    }

    private Response play(Request request, Recording recording, Copy copy) {
        String tag = '"' + copy.sha256() + '"';
        // RFC 9110, 13.1.5: who has the beginning of something else needs all of this.
        boolean isSame = request.header("if-range").map(tag::equals).orElse(true);
        Optional<ByteRange> asked =
                request.header("range").filter(_ -> isSame).flatMap(header -> ByteRange.read(header, copy.bytes()));
        Map<String, String> headers = new LinkedHashMap<>(Map.of(
                "content-type", copy.format().contentType(),
                "accept-ranges", "bytes",
                "etag", tag,
                // What was heard in a call is no matter for caches on the way.
                "cache-control", "private, no-store",
                "x-content-type-options", "nosniff"));
        if (asked.equals(Optional.of(ByteRange.NOWHERE))) {
            headers.put("content-range", "bytes */" + copy.bytes());
            return new Response.Whole(416, headers, new byte[0]);
        }
        ByteRange part = asked.orElse(new ByteRange(0, copy.bytes()));
        headers.put("content-length", Long.toString(part.length()));
        if (asked.isPresent())
            headers.put("content-range", "bytes " + part.from() + "-" + (part.to() - 1) + "/" + copy.bytes());
        return new Response.Streamed(
                asked.isPresent() ? 206 : 200, headers, body -> write(recording.id(), copy.format(), part, body));
    }

    private void write(String id, Format format, ByteRange range, Response.Body body)
            throws IOException, InterruptedException {
        Playback opened = recordings.open(id, format).orElseThrow(() -> new IOException("it was deleted"));
        try (opened) {
            for (long at = range.from(); at < range.to(); ) {
                byte[] bytes = new byte[(int) Math.min(AT_ONCE, range.to() - at)];
                int count = opened.read(at, bytes);
                if (count < bytes.length) throw new IOException("a recording is shorter than it was");
                body.write(bytes);
                at += count;
            }
        }
    }
}
