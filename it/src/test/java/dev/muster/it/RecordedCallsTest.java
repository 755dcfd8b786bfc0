package dev.muster.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.Browser.Tab;
import dev.muster.it.sip.Handset;
import dev.muster.it.sip.Sipp;
import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.ops.Folders;
import dev.muster.nostr.client.FreePort;
import dev.muster.nostr.event.Event;
import dev.muster.sip.consent.ConsentLog;
import dev.muster.sip.consent.Entry;
import dev.muster.sip.phrase.Phrase;
import dev.muster.sip.phrase.Phrasebook;
import dev.muster.sip.phrase.PhrasesConfig;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.tone.Sound;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A page in Chromium whistles to a telephone that hums, and the call is recorded if the telephone agrees.
@NeedsChromium
@Timeout(400)
class RecordedCallsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int WAV_HEAD = 58;
    private static final double LOUD = 1500;
    private static final int WHISTLE = 1000;
    private static final int HUM = 440;
    private static final int BEEP = 1400;

    /// A client that whistles, and remembers how loud it hears the beep at which time.
    private static final String PAGE = """
        (function () {
          const audio = new AudioContext();
          audio.resume();
          const pc = window.pc = new RTCPeerConnection();
          const whistle = audio.createOscillator();
          whistle.frequency.value = 1000;
          const speaker = audio.createMediaStreamDestination();
          whistle.connect(speaker);
          whistle.start();
          speaker.stream.getTracks().forEach((track) => pc.addTrack(track, speaker.stream));
          window.beeps = [];
          pc.ontrack = (event) => {
            const remote = event.streams[0] ?? new MediaStream([event.track]);
            const player = new Audio();
            player.srcObject = remote;
            player.play().catch(() => {});
            const ears = audio.createAnalyser();
            ears.fftSize = 4096;
            ears.smoothingTimeConstant = 0;
            audio.createMediaStreamSource(remote).connect(ears);
            const levels = new Float32Array(ears.frequencyBinCount);
            const level = (hertz) => levels[Math.round(hertz * ears.fftSize / audio.sampleRate)];
            let before = -10;
            setInterval(() => {
              ears.getFloatFrequencyData(levels);
              const now = performance.now() / 1000;
              const loud = level(1400);
              if (loud < -50 || level(1100) > loud - 15 || level(1700) > loud - 15) return;
              if (now - before > 1) window.beeps.push(now);
              before = now;
            }, 30);
          };
          window.sdp = "";
        })()\
        """;

    @TempDir
    private Path folder;

    private final Queue<Integer> answers = new ArrayDeque<>(List.of(500, 503));
    private final List<Request> uploads = new CopyOnWriteArrayList<>();
    private final HttpServer storage;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int trunk = FreePort.any();
    private House house;
    private ChromiumBrowser browser;
    private String token = "";

    RecordedCallsTest() throws IOException {
        var serving =
                new Serving(Serving.DEFAULT.tls(), 64 << 20, Serving.DEFAULT.patience(), Serving.DEFAULT.grace(), 10);
        storage = new HttpServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                serving,
                new Routes().post("/recording-upload", this::stored));
    }

    private synchronized Response stored(Request request) {
        uploads.add(request);
        Integer status = answers.poll();
        return Response.text(status == null ? 201 : status, "");
    }

    @BeforeEach
    void open(Chromium chromium) throws Exception {
        assumeTrue(Sipp.missing().isEmpty(), Sipp.missing().orElse(""));
        house = House.in(
                Files.createDirectory(folder.resolve("house")),
                House.SOON_READY,
                "sip.trunk.uri=sip:127.0.0.1:" + trunk,
                "sip.trunk.check=false",
                "sip.agent.port=" + FreePort.any(),
                "sip.gate.allow=+1",
                "sip.recording.calls=all",
                "sip.recording.intake_token=secure-pbx-token");
        browser = new ChromiumBrowser(
                chromium.program(),
                Files.createDirectory(folder.resolve("chromium")),
                List.of(
                        "--no-proxy-server",
                        "--allow-loopback-in-peer-connection",
                        "--autoplay-policy=no-user-gesture-required"));
    }

    private void starts(String... settings) throws Exception {
        house.set(settings);
        house.relay().start();
        house.telephones().start();
        token = house.says("access", "create", "page", "--opens", "pstn").strip();
    }

    @AfterEach
    void close() {
        http.close();
        storage.close();
        if (browser != null) browser.close();
        if (house != null) house.close();
    }

    /// Calls the telephone from a page.
    private String called(Tab tab) throws Exception {
        tab.open(house.calls().resolve("/healthz"));
        tab.evaluate(PAGE);
        tab.evaluate("pc.createOffer().then((it) => pc.setLocalDescription(it))"
                + ".then(() => { window.sdp = pc.localDescription.sdp; })");
        String offer = Await.until(() -> tab.evaluate("window.sdp"), sdp -> !sdp.isEmpty());
        JsonNode call = json(asked("POST", "/v1/calls", Map.of("to", "+12025550123", "sdp", offer)));
        String answer = JSON.writeValueAsString(call.path("sdp").asString());
        tab.evaluate("pc.setRemoteDescription({ type: 'answer', sdp: " + answer + " })");
        return call.path("id").asString();
    }

    private HttpResponse<byte[]> asked(String method, String path, Object body) throws Exception {
        return asked(method, path, body, token, Map.of());
    }

    private HttpResponse<byte[]> asked(
            String method, String path, Object body, String bearer, Map<String, String> headers) throws Exception {
        var request = HttpRequest.newBuilder(house.calls().resolve(path))
                .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .header("Authorization", "Bearer " + bearer);
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isLessThan(300);
        return JSON.readTree(response.body());
    }

    private String progress(String call) {
        try {
            return json(asked("GET", "/v1/calls/" + call, Map.of()))
                    .path("recording")
                    .asString("over");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<JsonNode> recordings() {
        try {
            return house.says("call", "recording", "list", "--json")
                    .lines()
                    .map(JSON::readTree)
                    .toList();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Path> files() throws IOException {
        Path all = house.folder().resolve("data/sip/call-recordings");
        if (!Files.exists(all)) return List.of();
        try (Stream<Path> files = Files.walk(all)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /// The loudest part of a phrase, as G.711 has it.
    private static short[] partOf(Phrase phrase) throws IOException {
        Sound sound = Phrasebook.open(PhrasesConfig.DEFAULT).say(phrase);
        short[] all = new short[(int) sound.length()];
        sound.read(0, all, 0, all.length);
        for (int i = 0; i < all.length; i++) all[i] = G711.PCMU.decode(G711.PCMU.encode(all[i]));
        return Arrays.copyOfRange(all, all.length / 2, all.length / 2 + 2 * G711.RATE / 5);
    }

    private static boolean hasHeard(Handset handset, Phrase phrase) throws IOException {
        return Tones.find(partOf(phrase), handset.heard()) >= 0;
    }

    private void awaitHeard(Handset handset, Phrase phrase) {
        Await.until(
                () -> {
                    try {
                        return hasHeard(handset, phrase);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                isHeard -> isHeard);
    }

    /// In the last second.
    private static double loudness(Handset handset, int hertz) {
        short[] heard = handset.heard();
        return Tones.level(heard, hertz, heard.length - G711.RATE, G711.RATE);
    }

    private Sipp telephone(Handset handset) throws IOException {
        return Sipp.picksUp(Files.createDirectory(folder.resolve("sipp")), trunk, FreePort.any(), handset);
    }

    @Test
    void sip_R1_R2_R3_R4_whoPresses1IsRecordedAndWhatWasHeardGoesWhereItIsWanted() throws Exception {
        starts(
                "sip.recording.consent=key",
                "sip.recording.upload=" + storage.url() + "/recording-upload",
                "sip.recording.upload_token=sesame",
                "sip.recording.upload_format=mp3",
                "sip.recording.upload_deletes=false");
        try (var handset = new Handset();
                Sipp telephone = telephone(handset)) {
            Tab tab = browser.newcomer();
            String call = called(tab);
            awaitHeard(handset, Phrase.CONSENT);
            Await.until(() -> loudness(handset, WHISTLE), loudness -> loudness > LOUD);
            assertThat(progress(call)).isEqualTo("asking");
            assertThat(files()).as("not a byte before they agree").isEmpty();
            handset.presses(1);
            Await.until(() -> progress(call), "recording"::equals);
            Await.until(
                    () -> Tones.beginnings(handset.heard(), BEEP, LOUD), beeps -> areTwo(inSeconds(beeps, handset)));
            Await.until(() -> beepsIn(tab), RecordedCallsTest::areTwo);
            assertThat(json(asked("POST", "/v1/calls/" + call + "/end", Map.of()))
                            .path("ok")
                            .asBoolean())
                    .isTrue();
            telephone.end();

            List<Double> heard = inSeconds(Tones.beginnings(handset.heard(), BEEP, LOUD), handset);
            areRight(heard);
            // It may have taken a word of the question for one, and have missed one while it stood still.
            List<Double> seen = beepsIn(tab);
            areRight(seen.stream().filter(beep -> beep >= firstOfTwo(seen)).toList());
            isKept(call);
        }
        assertThat(house.logs()).doesNotContain("+12025550123").doesNotContain("sesame");
    }

    private static List<Double> inSeconds(List<Double> beeps, Handset handset) {
        return beeps.stream().map(handset::cameAt).toList();
    }

    private static List<Double> beepsIn(Tab tab) {
        return JSON.readTree(tab.evaluate("JSON.stringify(window.beeps)"))
                .valueStream()
                .map(JsonNode::asDouble)
                .toList();
    }

    private static boolean areTwo(List<Double> beeps) {
        return firstOfTwo(beeps) < Double.MAX_VALUE;
    }

    /// The first that another follows after 15 s.
    private static double firstOfTwo(List<Double> beeps) {
        return beeps.stream()
                .filter(one -> beeps.stream().anyMatch(next -> Math.abs(next - one - 15) < 1))
                .findFirst()
                .orElse(Double.MAX_VALUE);
    }

    /// None comes between.
    private static void areRight(List<Double> beeps) {
        assertThat(beeps).hasSizeGreaterThanOrEqualTo(2);
        assertThat(beeps)
                .allSatisfy(beep -> assertThat(Math.IEEEremainder(beep - beeps.getFirst(), 15))
                        .isBetween(-1.0, 1.0));
    }

    private void isKept(String call) throws Exception {
        JsonNode recording = Await.until(
                        this::recordings,
                        all -> all.size() == 1
                                && all.getFirst().path("state").asString().equals("uploaded"))
                .getFirst();
        String id = recording.path("id").asString();
        assertThat(recording.path("call").asString()).isEqualTo(call);
        assertThat(recording.path("channels").asInt()).isEqualTo(2);
        assertThat(json(asked("GET", "/v1/calls/" + call, Map.of()))
                        .path("recordings")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactly(id);
        byte[] wav = exported(id, "wav");
        voicesAreRight(wav);
        isPlayed(id, wav);
        assertThat(uploads).as("refused twice").hasSize(3);
        isUploaded(call, id, wav);
        isAgreedTo(id);
        nothingIsInClear(wav);
        othersBringTheirs(call);
    }

    private byte[] exported(String id, String format) throws Exception {
        Path file = folder.resolve("exported." + format);
        house.says("call", "recording", "export", id, file.toString());
        return Files.readAllBytes(file);
    }

    private static short[] channel(byte[] wav, int channel) {
        short[] both = new short[(wav.length - WAV_HEAD) / 2];
        ByteBuffer.wrap(wav, WAV_HEAD, wav.length - WAV_HEAD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(both);
        short[] one = new short[both.length / 2];
        for (int i = 0; i < one.length; i++) one[i] = both[2 * i + channel];
        return one;
    }

    /// The telephone on the left, the person on the right, each alone. A browser that has to wait for a busy machine
    /// leaves
    /// gaps in what it says.
    private static void voicesAreRight(byte[] wav) {
        short[] left = channel(wav, 0);
        short[] right = channel(wav, 1);
        assertThat(left.length).isGreaterThan(15 * G711.RATE);
        assertThat(Tones.share(left, HUM, LOUD)).isGreaterThan(0.9);
        assertThat(Tones.share(right, WHISTLE, LOUD)).isGreaterThan(0.6);
        for (int at = 0; at + G711.RATE < left.length; at += G711.RATE) {
            assertThat(Tones.level(left, WHISTLE, at, G711.RATE)).isLessThan(100);
            assertThat(Tones.level(right, HUM, at, G711.RATE)).isLessThan(100);
        }
    }

    private void isPlayed(String id, byte[] wav) throws Exception {
        String path = "/v1/recordings/" + id + ".wav";
        HttpResponse<byte[]> part = asked("GET", path, Map.of(), token, Map.of("Range", "bytes=40000-40099"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(wav, 40_000, 40_100));
        assertThat(asked("GET", path, Map.of(), "none", Map.of()).statusCode()).isEqualTo(404);
        String stranger =
                house.says("access", "create", "other page", "--opens", "pstn").strip();
        assertThat(asked("GET", path, Map.of(), stranger, Map.of()).statusCode())
                .isEqualTo(404);
        String ear = house.says("access", "create", "archive", "--opens", "recordings")
                .strip();
        assertThat(asked("GET", path, Map.of(), ear, Map.of()).body()).isEqualTo(wav);
    }

    private void isUploaded(String call, String id, byte[] wav) throws Exception {
        Request upload = uploads.getLast();
        assertThat(upload.header("authorization")).contains("Bearer sesame");
        JsonNode json = JSON.readTree(upload.body());
        assertThat(json.path("call_id").asString()).isEqualTo(call);
        byte[] sound = Base64.getDecoder().decode(json.path("file_data").asString());
        assertThat(json.path("checksum").asString()).isEqualTo(sha256(sound));
        boolean hasPrograms = has("flac") && has("lame");
        assertThat(json.path("codec").asString()).isEqualTo(has("lame") ? "mp3" : "wav");
        if (!hasPrograms) return;
        Path mp3 = Files.write(folder.resolve("uploaded.mp3"), sound);
        Path back = folder.resolve("mp3.wav");
        runs("lame", "--silent", "--decode", mp3.toString(), back.toString());
        assertThat(Files.size(back)).isGreaterThan(wav.length);
        assertThat(exported(id, "flac")).isNotEmpty();
        runs("flac", "--silent", "--test", folder.resolve("exported.flac").toString());
        Path decoded = folder.resolve("flac.raw");
        runs(
                "flac",
                "--silent",
                "--decode",
                "--force-raw-format",
                "--endian=little",
                "--sign=signed",
                "-o",
                decoded.toString(),
                folder.resolve("exported.flac").toString());
        assertThat(Files.readAllBytes(decoded)).isEqualTo(Arrays.copyOfRange(wav, WAV_HEAD, wav.length));
    }

    private static boolean has(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    private static void runs(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /// By nothing but what is shown, and the bridge's public key.
    private void isAgreedTo(String id) throws Exception {
        JsonNode shown = JSON.readTree(house.says("call", "recording", "show", id, "--json"));
        String before = "";
        for (JsonNode said : shown.path("consents").valueStream().toList()) {
            var entry = new Entry(
                    said.path("number").asLong(),
                    Event.parse(said.path("event").asString().getBytes(UTF_8)));
            assertThat(ConsentLog.flaw(entry, before, house.telephonesKey())).isEmpty();
            before = entry.event().id().hex();
        }
        assertThat(shown.path("consents")
                        .valueStream()
                        .map(said -> said.path("party").asString() + " "
                                + said.path("method").asString()))
                .containsExactlyInAnyOrder(
                        "telephone ivr_announcement",
                        "person ivr_announcement",
                        "telephone dtmf_1",
                        "telephone periodic_beep",
                        "person periodic_beep");
        assertThat(house.says("call", "recording", "check")).startsWith("whole: 5");
    }

    private void nothingIsInClear(byte[] wav) throws Exception {
        assertThat(files()).isNotEmpty();
        // A copy: from a database in use files go.
        Path found = folder.resolve("found");
        Folders.copy(house.folder().resolve("data/sip"), found);
        try (Stream<Path> all = Files.walk(found)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
                assertThat(bytes).doesNotContain("WAVEfmt ").doesNotContain("fLaC\0\0\0\"");
                for (int at = 80_000; at < wav.length - 64; at += wav.length / 20)
                    assertThat(bytes).doesNotContain(new String(wav, at, 64, ISO_8859_1));
            }
        }
    }

    /// "Test Recording Upload" of the platform's setup, at our address.
    private void othersBringTheirs(String call) throws Exception {
        byte[] sound = new byte[3 << 20];
        Arrays.fill(sound, (byte) 7);
        var upload = Map.of(
                "call_id",
                call,
                "codec",
                "mp3",
                "duration_sec",
                45,
                "channels",
                2,
                "sample_rate",
                48_000,
                "file_data",
                Base64.getEncoder().encodeToString(sound),
                "checksum",
                sha256(sound));
        var type = Map.of("Content-Type", "application/json");
        assertThat(asked("POST", "/v1/recordings", upload, "secure-pbx-token", type)
                        .statusCode())
                .isEqualTo(201);
        assertThat(asked("POST", "/v1/recordings", upload, "secure-pbx-token", type)
                        .statusCode())
                .isEqualTo(200);
        assertThat(recordings()).hasSize(2);
        var small = Map.of("call_id", call);
        assertThat(asked("POST", "/v1/recordings", small, token, type).statusCode())
                .isEqualTo(401);
    }

    @Test
    void sip_R1_whoPresses2IsNotRecorded() throws Exception {
        starts("sip.recording.consent=key");
        try (var handset = new Handset();
                Sipp telephone = telephone(handset)) {
            String call = called(browser.newcomer());
            awaitHeard(handset, Phrase.CONSENT);
            handset.presses(2);
            Await.until(() -> progress(call), "off"::equals);
            assertThat(json(asked("POST", "/v1/calls/" + call + "/end", Map.of()))
                            .path("ok")
                            .asBoolean())
                    .isTrue();
            telephone.end();
            assertThat(recordings()).isEmpty();
            assertThat(files()).isEmpty();
            assertThat(Tones.beginnings(handset.heard(), BEEP, LOUD)).isEmpty();
        }
    }

    @Test
    void sip_R4_whatWasRecordedWhenTheBridgeIsKilledIsPlayedAfterwards() throws Exception {
        starts("sip.recording.consent=announcement");
        try (var handset = new Handset();
                Sipp telephone = telephone(handset)) {
            String call = called(browser.newcomer());
            awaitHeard(handset, Phrase.RECORDED);
            Await.until(() -> progress(call), "recording"::equals);
            // Some seconds are on the disk.
            Await.until(
                    () -> {
                        try {
                            return Files.size(files().getFirst());
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    bytes -> bytes > 100_000);
            assertThat(telephone.said()).contains("INVITE");
            house.telephones().kill();
            house.telephones().start();
            JsonNode recording = recordings().getFirst();
            assertThat(recording.path("state").asString()).isEqualTo("done");
            assertThat(recording.path("whole").asBoolean()).isFalse();
            byte[] wav = exported(recording.path("id").asString(), "wav");
            assertThat(Tones.share(channel(wav, 0), HUM, LOUD)).isGreaterThan(0.8);
            isInABackup(recording.path("id").asString(), wav);
            isForgotten();
        }
    }

    private void isInABackup(String id, byte[] wav) throws Exception {
        Path backup = folder.resolve("backup");
        assertThat(house.says("sip", "backup", backup.toString())).contains("records");
        house.telephones().stop();
        Files.move(house.folder().resolve("data/sip"), folder.resolve("lost"));
        assertThat(house.says("sip", "restore", backup.toString())).contains("records");
        house.telephones().start();
        Files.delete(folder.resolve("exported.wav"));
        assertThat(exported(id, "wav")).isEqualTo(wav);
    }

    private void isForgotten() throws Exception {
        house.telephones().stop();
        house.set("sip.recording.keep=1 s");
        house.telephones().start();
        assertThat(Await.until(this::recordings, List::isEmpty)).isEmpty();
        assertThat(files()).isEmpty();
    }
}
