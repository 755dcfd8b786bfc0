package dev.muster.sip.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.ledger.TestLedger;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TranscriptsTest {
    @RegisterExtension
    final TestLedger ledger = new TestLedger();

    private final Routes routes = new Routes();
    private Studio studio;
    private Transcripts transcripts;
    private Recording recording;

    @BeforeEach
    void open() throws Exception {
        studio = Studio.of(ledger);
        transcripts = new Transcripts(
                ledger.ledger(),
                studio.recordings(),
                (request, _) -> request.headers().containsKey("x-may"),
                () -> Studio.NOON);
        transcripts.on(routes);
        recording = studio.recorded("call-1");
    }

    private Response.Whole ask(String method, String id, boolean isAdmitted, String body) throws Exception {
        Map<String, String> headers = isAdmitted ? Map.of("x-may", "yes") : Map.of();
        var request = new Request(
                method,
                "/v1/recordings/" + id + "/transcript",
                Map.of(),
                Map.of(),
                headers,
                body.getBytes(UTF_8),
                "127.0.0.1");
        return (Response.Whole) routes.answer(request);
    }

    @Test
    void whatWasWrittenDownIsRead() throws Exception {
        String text = "{\"text\":\"Dobrý den.\",\"language\":\"cs\",\"source\":\"whisper\"}";
        assertThat(ask("PUT", recording.id(), true, text).status()).isEqualTo(204);
        Response.Whole read = ask("GET", recording.id(), true, "");
        assertThat(read.status()).isEqualTo(200);
        assertThat(new String(read.body(), UTF_8))
                .contains("\"text\":\"Dobrý den.\"", "\"language\":\"cs\"", "\"source\":\"whisper\"", "2026-11-22");
        assertThat(ask("PUT", recording.id(), true, "{\"text\":\"Better.\"}").status())
                .isEqualTo(204);
        assertThat(transcripts.find(ledger.ledger(), recording.id()))
                .hasValue(new Transcript("Better.", "", "", Studio.NOON));
    }

    @Test
    void whoMayNotLearnsNothing() throws Exception {
        assertThat(ask("PUT", recording.id(), false, "{\"text\":\"a\"}").status())
                .isEqualTo(404);
        assertThat(ask("GET", recording.id(), false, "").status()).isEqualTo(404);
        assertThat(ask("GET", recording.id(), true, "").status()).isEqualTo(404);
        assertThat(ask("PUT", "none", true, "{\"text\":\"a\"}").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"text\":7}", "{\"text\":\"a\",\"language\":[]}", "null"})
    void whatIsNoTranscriptIs400(String body) throws Exception {
        assertThat(ask("PUT", recording.id(), true, body).status()).isEqualTo(400);
    }

    @Test
    void itGoesWithItsRecording() throws Exception {
        assertThat(ask("PUT", recording.id(), true, "{\"text\":\"a\"}").status())
                .isEqualTo(204);
        boolean _ =
                ledger.ledger().<Boolean>change(change -> studio.recordings().delete(change, recording.id()));
        assertThat(transcripts.find(ledger.ledger(), recording.id())).isEmpty();
        assertThat(ask("PUT", recording.id(), true, "{\"text\":\"a\"}").status())
                .isEqualTo(409);
    }
}
