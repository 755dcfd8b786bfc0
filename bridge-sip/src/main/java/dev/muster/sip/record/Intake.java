package dev.muster.sip.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.http.Handler;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.ledger.Ledger;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// Takes recordings that another exchange has made: `POST /v1/recordings`.
public final class Intake implements Handler {
    private static final String BEARER = "Bearer ";
    private static final String PATH = "/v1/recordings";

    /// What there is besides the sound.
    private static final int AROUND = 4096;

    private final Means means;

    /// What it stands on.
    ///
    /// @param token that whoever brings recordings has to show
    /// @param knowsCall whether there was a call of that id
    /// @param most bytes of sound
    public record Means(Ledger ledger, Recordings recordings, String token, Predicate<String> knowsCall, int most) {
        /// Not the token.
        @Override
        public String toString() {
            return "means";
        }
    }

    public Intake(Means means) {
        this.means = means;
    }

    /// Answers at its address.
    public void on(Routes routes) {
        routes.post(PATH, this);
    }

    /// How long the body of a request may be that is meant for us and shows our token; for all others there is
    /// no exception.
    public OptionalInt allowance(Request head) {
        boolean isOurs = head.method().equals("POST") && head.path().equals(PATH) && isKnown(head);
        return isOurs ? OptionalInt.of(means.most() / 3 * 4 + AROUND) : OptionalInt.empty();
    }

    /// In a time that doesn't tell how much of it was right.
    private boolean isKnown(Request request) {
        Optional<String> shown = request.header("authorization")
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
        byte[] expected = sha256(means.token().getBytes(UTF_8));
        return shown.map(token -> MessageDigest.isEqual(sha256(token.getBytes(UTF_8)), expected))
                .orElse(false);
    }

    @Override
    public Response answer(Request request) throws IOException, InterruptedException {
        if (!isKnown(request))
            return Json.say(401, "unauthorized", "Expected the token of who brings recordings, after Bearer.");
        Upload upload;
        try {
            upload = Upload.read(request.body());
        } catch (IllegalArgumentException e) {
            return Json.say(400, "bad-input", "Expected " + e.getMessage() + ".");
        }
        if (upload.sound().length > means.most())
            return Json.say(413, "too-large", "Expected no more than " + means.most() + " bytes of sound.");
        if (!HexFormat.of().formatHex(sha256(upload.sound())).equals(upload.checksum()))
            return Json.say(422, "checksum", "Expected the SHA-256 of the sound as checksum: it is another.");
        if (!means.knowsCall().test(upload.call()))
            return Json.say(404, "unknown-call", "There was no call of that id.");
        return taken(upload);
    }

    private Response taken(Upload upload) throws IOException, InterruptedException {
        Optional<String> before = means.recordings().broughtBefore(means.ledger(), upload.call(), upload.checksum());
        if (before.isPresent()) return Json.of(200, Map.of("id", before.get()));
        var brought = new Recordings.Brought(
                upload.call(),
                upload.format(),
                upload.duration(),
                upload.channels(),
                upload.sampleRate(),
                upload.checksum());
        return Json.of(201, Map.of("id", means.recordings().keep(brought, upload.sound())));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
