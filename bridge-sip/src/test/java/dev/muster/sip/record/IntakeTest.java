package dev.muster.sip.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.ledger.TestLedger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Recordings brought by another exchange, and played to who may hear them; over real HTTP.
@Timeout(120)
class IntakeTest {
    private static final int MOST = 3 << 20;

    @RegisterExtension
    final TestLedger ledger = new TestLedger();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final byte[] sound = new byte[100_000];
    private Studio studio;
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        new Random(1).nextBytes(sound);
        studio = Studio.of(ledger);
        var intake =
                new Intake(new Intake.Means(ledger.ledger(), studio.recordings(), "sesame", "call-1"::equals, MOST));
        var listening = new Listening(
                ledger.ledger(),
                studio.recordings(),
                (request, recording) -> request.header("x-may").equals(java.util.Optional.of(recording.call())));
        var routes = new Routes();
        intake.on(routes);
        listening.on(routes);
        server = new HttpServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Serving.DEFAULT,
                routes,
                head -> intake.allowance(head).orElse(Serving.DEFAULT.bodyBytes()));
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /// As in the platform's setup, "Test Recording Upload".
    private static String json(String call, byte[] sound, String checksum) {
        return """
            {
                "call_id": "%s",
                "codec": "mp3",
                "duration_sec": 45,
                "channels": 2,
                "sample_rate": 48000,
                "file_data": "%s",
                "checksum": "%s"
              }\
            """.formatted(call, Base64.getEncoder().encodeToString(sound), checksum);
    }

    private HttpResponse<String> bring(String token, String json) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/v1/recordings"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    private String brought() throws Exception {
        HttpResponse<String> answer = bring("sesame", json("call-1", sound, sha256(sound)));
        assertThat(answer.statusCode()).isEqualTo(201);
        return answer.body().replaceAll(".*\"id\":\"([0-9a-f]+)\".*", "$1");
    }

    private HttpResponse<byte[]> play(String method, String file, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.url() + "/v1/recordings/" + file))
                .method(method, BodyPublishers.noBody())
                .header("x-may", "call-1");
        if (headers.length > 0) request.headers(headers);
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    @Test
    void recordingUpload_isKeptLikeOurOwn() throws Exception {
        String id = brought();
        Recording recording = studio.recordings().find(ledger.ledger(), id).orElseThrow();
        assertThat(recording.call()).isEqualTo("call-1");
        assertThat(recording.state()).isEqualTo(State.DONE);
        assertThat(recording.duration()).hasSeconds(45);
        assertThat(recording.sampleRate()).isEqualTo(48_000);
        assertThat(recording.copies())
                .containsExactly(new Recording.Copy(Format.MP3, sound.length, sha256(sound), 48_000, false));
        assertThat(studio.played(id, Format.MP3)).isEqualTo(sound);
        assertThat(studio.files()).hasSize(1);
    }

    @Test
    void recordingUpload_theSameTwiceIsOne() throws Exception {
        String id = brought();
        HttpResponse<String> again = bring("sesame", json("call-1", sound, sha256(sound)));
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains(id);
        assertThat(studio.recordings().of(ledger.ledger(), "call-1")).hasSize(1);
        assertThat(studio.files()).hasSize(1);
    }

    @Test
    void recordingUpload_whatIsAnotherSoundIs422() throws Exception {
        byte[] other = sound.clone();
        other[5]++;
        HttpResponse<String> answer = bring("sesame", json("call-1", other, sha256(sound)));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("checksum");
        assertThat(studio.files()).isEmpty();
    }

    @Test
    void recordingUpload_aCallThatNeverWasIs404() throws Exception {
        assertThat(bring("sesame", json("call-2", sound, sha256(sound))).statusCode())
                .isEqualTo(404);
        assertThat(studio.files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sesam", "sesamee", "Sesame", "x"})
    void recordingUpload_withoutTheTokenIs401(String token) throws Exception {
        HttpResponse<String> answer = bring(token, json("call-1", sound, sha256(sound)));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("sesame");
    }

    @Test
    void recordingUpload_whatIsTooLongIs413() throws Exception {
        byte[] longest = new byte[MOST];
        assertThat(bring("sesame", json("call-1", longest, sha256(longest))).statusCode())
                .isEqualTo(201);
        byte[] longer = new byte[MOST + 1];
        assertThat(bring("sesame", json("call-1", longer, sha256(longer))).statusCode())
                .isEqualTo(413);
        byte[] tooLong = new byte[2 * MOST];
        assertThat(bring("sesame", json("call-1", tooLong, sha256(tooLong))).statusCode())
                .isEqualTo(413);
        assertThat(bring("other", json("call-1", longest, sha256(longest))).statusCode())
                .as("who has no token may not even send as much")
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"call_id\":\"call-1\"}",
                "{\"call_id\":7}",
                "{\"call_id\":\"call-1\",\"call_id\":\"call-2\"}",
                "{\"codec\":\"exe\"}",
                "{\"channels\":0}",
                "{\"channels\":2.5}",
                "{\"sample_rate\":-1}",
                "{\"duration_sec\":\"long\"}",
                "{\"duration_sec\":1e999}",
                "{\"file_data\":\"%%%\"}",
                "{\"checksum\":\"abc\"}",
                "{\"more\":1}",
                "{\"call_id\":{\"a\":{\"b\":[]}}}",
                "{\"call_id\":\"call-1\"} {}"
            })
    void recordingUpload_whatIsNoRecordingIs400(String json) throws Exception {
        assertThat(bring("sesame", json).statusCode()).isEqualTo(400);
    }

    @Test
    void playback_isTheWhole() throws Exception {
        HttpResponse<byte[]> answer = play("GET", brought() + ".mp3");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(sound);
        assertThat(answer.headers().firstValue("content-type")).hasValue("audio/mpeg");
        assertThat(answer.headers().firstValue("accept-ranges")).hasValue("bytes");
        assertThat(answer.headers().firstValue("content-length")).hasValue("100000");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-99, 0, 100",
        "bytes=70000-, 70000, 100000",
        "bytes=-500, 99500, 100000",
        "bytes=99999-200000, 99999, 100000",
        "bytes=-200000, 0, 100000",
        "bytes=32000-34000, 32000, 34001"
    })
    void playback_isThePartThatIsAskedFor(String range, int from, int to) throws Exception {
        HttpResponse<byte[]> answer = play("GET", brought() + ".mp3", "range", range);
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.headers().firstValue("content-range")).hasValue("bytes " + from + "-" + (to - 1) + "/100000");
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(sound, from, to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100000-", "bytes=200000-300000", "bytes=-0"})
    void playback_whatIsNotThereIs416(String range) throws Exception {
        HttpResponse<byte[]> answer = play("GET", brought() + ".mp3", "range", range);
        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.headers().firstValue("content-range")).hasValue("bytes */100000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=5-1", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=-", "bytes=1"})
    void playback_whatIsNoRangeIsIgnored(String range) throws Exception {
        HttpResponse<byte[]> answer = play("GET", brought() + ".mp3", "range", range);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSize(sound.length);
    }

    @Test
    void playback_whoHasThePartOfAnotherGetsAll() throws Exception {
        String file = brought() + ".mp3";
        String tag = play("HEAD", file).headers().firstValue("etag").orElseThrow();
        assertThat(play("GET", file, "range", "bytes=0-9", "if-range", tag).statusCode())
                .isEqualTo(206);
        assertThat(play("GET", file, "range", "bytes=0-9", "if-range", "\"other\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void playback_headSaysHowLongItIs() throws Exception {
        HttpResponse<byte[]> answer = play("HEAD", brought() + ".mp3");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-length")).hasValue("100000");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void playback_whoMayNotHearItLearnsNothing() throws Exception {
        String id = brought();
        var asked = HttpRequest.newBuilder(URI.create(server.url() + "/v1/recordings/" + id + ".mp3"))
                .header("x-may", "call-9")
                .build();
        HttpResponse<String> refused = client.send(asked, BodyHandlers.ofString());
        HttpResponse<byte[]> unknown = play("GET", "0".repeat(32) + ".mp3");
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body()).isEqualTo(new String(unknown.body(), java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void playback_otherFormatsAre404() throws Exception {
        String id = brought();
        for (String file : List.of(id + ".wav", id + ".exe", id, ".mp3", "..%2f" + id + ".mp3"))
            assertThat(play("GET", file).statusCode()).isEqualTo(404);
    }

    @Test
    void playback_ofOurOwn() throws Exception {
        Recording recording = studio.recorded("call-1");
        byte[] wav = studio.played(recording.id(), Format.WAV);
        HttpResponse<byte[]> answer = play("GET", recording.id() + ".wav", "range", "bytes=40-30000");
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(wav, 40, 30_001));
    }
}
