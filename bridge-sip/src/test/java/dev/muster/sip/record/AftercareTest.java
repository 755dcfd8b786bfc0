package dev.muster.sip.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.ledger.TestLedger;
import dev.muster.kit.outbox.Outbox;
import dev.muster.kit.outside.Bounds;
import dev.muster.kit.outside.Poster;
import dev.muster.kit.outside.Resolver;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.HttpAuthentication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class AftercareTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Programs NONE = new Programs(Optional.empty(), Optional.empty());

    @RegisterExtension
    final TestLedger ledger = new TestLedger();

    private final List<Request> heard = new CopyOnWriteArrayList<>();
    private final Queue<Integer> answers = new ArrayDeque<>();
    private final HttpServer server;
    private final Poster poster;
    private Studio studio;
    private Outbox outbox;

    AftercareTest() throws IOException {
        server = new HttpServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Serving.DEFAULT,
                new Routes().post("/recording-upload", this::hear));
        poster = new Poster(Bounds.ANYWHERE, Resolver.SYSTEM, InstantSource.system());
    }

    private synchronized Response hear(Request request) {
        heard.add(request);
        Integer status = answers.poll();
        return Response.text(status == null ? 200 : status, "");
    }

    @BeforeEach
    void open() {
        studio = Studio.of(ledger);
        outbox = new Outbox(ledger.ledger(), InstantSource.system(), Events.RANDOM);
    }

    @AfterEach
    void close() {
        outbox.close();
        poster.close();
        server.close();
    }

    private URI url() {
        return URI.create(server.url() + "/recording-upload");
    }

    private void care(Programs programs, Poster by, Optional<Target> target) {
        var _ = new Aftercare(new Aftercare.Means(
                ledger.ledger(), studio.recordings(), programs, outbox, by, target, InstantSource.system()));
        outbox.start();
    }

    private Target target(Login login, Format format, boolean deletes) {
        return new Target(url(), login, format, deletes);
    }

    private Recording found(String id) {
        return studio.recordings().find(ledger.ledger(), id).orElseThrow();
    }

    @Test
    void sip_R4_itIsUploadedAsThePlatformExpectsIt() throws Exception {
        care(NONE, poster, Optional.of(target(Login.bearer("sesame"), Format.MP3, false)));
        Recording recording = studio.recorded("call-1");
        Await.until(() -> found(recording.id()).state() == State.UPLOADED);
        Request request = heard.getFirst();
        assertThat(request.header("authorization")).hasValue("Bearer sesame");
        assertThat(request.header("content-type")).hasValue("application/json");
        JsonNode json = JSON.readTree(request.body());
        assertThat(json.propertyNames())
                .containsExactly(
                        "call_id", "codec", "duration_sec", "channels", "sample_rate", "file_data", "checksum");
        assertThat(json.get("call_id").stringValue()).isEqualTo("call-1");
        assertThat(json.get("codec").stringValue()).isEqualTo("wav");
        assertThat(json.get("duration_sec").intValue()).isEqualTo(2);
        assertThat(json.get("channels").intValue()).isEqualTo(2);
        assertThat(json.get("sample_rate").intValue()).isEqualTo(8000);
        byte[] sound = Base64.getDecoder().decode(json.get("file_data").stringValue());
        assertThat(sound).isEqualTo(studio.played(recording.id(), Format.WAV));
        assertThat(json.get("checksum").stringValue())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(sound)));
    }

    @Test
    void sip_R4_itIsTriedAgainUntilItIsTakenAndOnlyThenDeleted() throws Exception {
        answers.addAll(List.of(500, 503));
        care(NONE, poster, Optional.of(target(Login.bearer("sesame"), Format.WAV, true)));
        Recording recording = studio.recorded("call-1");
        Await.until(() -> heard.size() == 2);
        assertThat(found(recording.id()).state()).isEqualTo(State.DONE);
        assertThat(studio.files()).hasSize(1);
        Await.until(() -> found(recording.id()).state() == State.DELETED);
        assertThat(heard).hasSize(3);
        assertThat(heard.get(2).body()).isEqualTo(heard.get(0).body());
        Await.until(() -> isNothingLeft());
    }

    private boolean isNothingLeft() {
        try {
            return studio.files().isEmpty();
        } catch (IOException | UncheckedIOException goesJustNow) {
            return false;
        }
    }

    @Test
    void sip_R4_whoWantsNoTokenIsShownASignature() throws Exception {
        SecretKey key = SecretKey.random(Events.RANDOM);
        Login login = Login.nostr(key, Events.RANDOM, InstantSource.system());
        care(NONE, poster, Optional.of(target(login, Format.WAV, false)));
        Recording recording = studio.recorded("call-1");
        Await.until(() -> found(recording.id()).state() == State.UPLOADED);
        Request request = heard.getFirst();
        Event signed = HttpAuthentication.parse(request.header("authorization").orElseThrow());
        assertThat(signed.author()).isEqualTo(key.publicKey());
        assertThat(HttpAuthentication.flaw(signed, "POST", url(), request.body(), Instant.now()))
                .isEmpty();
    }

    @Test
    void sip_R4_nothingIsUploadedIntoOurOwnNetwork() throws Exception {
        try (var careful = new Poster(Bounds.OPEN_INTERNET, Resolver.SYSTEM, InstantSource.system())) {
            care(NONE, careful, Optional.of(target(Login.bearer("sesame"), Format.WAV, true)));
            Recording recording = studio.recorded("call-1");
            Await.until(() -> !outbox.deadLetters().isEmpty());
            assertThat(outbox.deadLetters().getFirst().toString()).doesNotContain("sesame");
            assertThat(found(recording.id()).state()).isEqualTo(State.DONE);
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void withoutATargetItStaysHere() throws Exception {
        care(NONE, poster, Optional.empty());
        Recording recording = studio.recorded("call-1");
        Await.until(() -> outbox.underWay() == 0 && found(recording.id()).state() == State.DONE);
        assertThat(studio.files()).hasSize(1);
    }

    @Test
    @EnabledIf(value = "dev.muster.sip.record.Studio#hasLame", disabledReason = "the program lame is not installed")
    void sip_R4_copiesAreMadeAndTheOneThatIsWantedIsUploaded() throws Exception {
        care(Programs.installed(), poster, Optional.of(target(Login.bearer("sesame"), Format.MP3, false)));
        Recording recording = studio.recorded("call-1");
        Await.until(() -> found(recording.id()).state() == State.UPLOADED);
        JsonNode json = JSON.readTree(heard.getFirst().body());
        assertThat(json.get("codec").stringValue()).isEqualTo("mp3");
        assertThat(json.get("sample_rate").intValue()).isEqualTo(16_000);
        assertThat(Base64.getDecoder().decode(json.get("file_data").stringValue()))
                .isEqualTo(studio.played(recording.id(), Format.MP3));
    }
}
