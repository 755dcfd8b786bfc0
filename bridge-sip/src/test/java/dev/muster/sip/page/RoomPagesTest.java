package dev.muster.sip.page;

import static dev.muster.nostr.event.Events.RANDOM;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.venue.RoomWish.Stage;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.sip.dtls.Identity;
import dev.muster.sip.ice.Listening;
import dev.muster.sip.ice.Port;
import dev.muster.sip.mix.Ear;
import dev.muster.sip.mix.Voice;
import dev.muster.sip.room.Entrant;
import dev.muster.sip.room.Hall;
import dev.muster.sip.room.Member;
import dev.muster.sip.room.MemberEvents;
import dev.muster.sip.room.Room;
import dev.muster.sip.web.WebLegs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the bridge answers to the page of a room, and to who pretends to be one.
@Timeout(60)
class RoomPagesTest {
    private static final SecretKey ANNA = SecretKey.random(RANDOM);
    private static final String OURS = "/room/" + Hall.ROOM;

    @RegisterExtension
    final Hall hall = new Hall();

    /// As it stands within JSON.
    private static final String OFFER = """
        v=0
        o=- 4611731400430051336 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        m=audio 9 UDP/TLS/RTP/SAVPF 0
        c=IN IP4 0.0.0.0
        a=ice-ufrag:page
        a=ice-pwd:aPasswordThatNobodyAsksFor
        a=fingerprint:sha-256 %s
        a=setup:actpass
        a=mid:0
        a=sendrecv
        a=rtcp-mux
        a=rtpmap:0 PCMU/8000
        """.formatted("AB:".repeat(31) + "AB").replace("\n", "\\r\\n");

    private final InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private final Routes routes = new Routes();
    private final HttpServer server = new HttpServer(here, Serving.DEFAULT, routes);
    private final Port port = Port.open(List.of(new Listening(here, List.of())), RANDOM, System::nanoTime);
    private final HttpClient client = HttpClient.newHttpClient();

    RoomPagesTest() throws IOException {}

    @BeforeEach
    void serve() {
        Identity identity = Identity.create(RANDOM, InstantSource.system());
        var legs = new WebLegs(port, identity, InstantSource.system(), System::nanoTime, RANDOM, (_, _) -> {});
        var turn = new IceServer(List.of("turn:turn.example.org"), "name", "secret");
        var _ = new RoomPages(
                        URI.create("https://calls.example.org/muster/"),
                        hall.rooms(),
                        legs,
                        () -> List.of(turn),
                        RANDOM)
                .on(routes);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        port.close();
    }

    private HttpResponse<String> get(String path, String language) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.url().resolve(path))
                        .header("accept-language", language)
                        .build(),
                HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.url().resolve(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    private String withPass(String more) {
        return "{\"pass\":\"" + hall.pass(ANNA, false) + "\"" + more + "}";
    }

    @ParameterizedTest
    @CsvSource({"en, Join", "es, Entrar", "de-AT, Beitreten", "fr, Rejoindre", "cs, Připojit se", "tlh, Join"})
    void thePageSpeaksFiveLanguages(String language, String join) throws Exception {
        assertThat(get(OURS, language).body()).contains(">" + join + "</button>");
        assertThat(get(OURS + "?lang=de", language).body()).contains(">Beitreten</button>");
    }

    @Test
    void thePageLoadsNothingFromElsewhereAndIsInNobodysFrame() throws Exception {
        HttpResponse<String> page = get(OURS, "en");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
        assertThat(page.headers().firstValue("referrer-policy")).contains("no-referrer");
        assertThat(page.headers().firstValue("permissions-policy").orElseThrow())
                .contains("camera=()");
        assertThat(page.body())
                .contains("data-room=\"/muster" + OURS + "\"", "src=\"/muster/room/files/room.js\"")
                .doesNotContain("http://", "https://", "<script>", " style=", "onclick");
        for (String file : List.of("room.js", "room.css", "icon.svg"))
            assertThat(get("/room/files/" + file, "en").statusCode()).isEqualTo(200);
    }

    @Test
    void whoeverHasNoPassLearnsNothing() throws Exception {
        hall.wanted(Stage.LIVE);
        assertThat(get("/room/" + UUID.randomUUID(), "en").body())
                .as("there may be such a room or not")
                .hasSameSizeAs(get(OURS, "en").body());
        for (String body : List.of("{}", "{\"pass\":\"x.y\"}", "{\"pass\":7}", "[]", "null")) {
            HttpResponse<String> answer = post(OURS + "/door", body);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("unknown").doesNotContain("Medic");
        }
        assertThat(post("/room/" + UUID.randomUUID() + "/door", withPass("")).statusCode())
                .as("a pass for another room")
                .isEqualTo(403);
        assertThat(post("/room/x/door", "{}").statusCode()).isEqualTo(404);
        assertThat(post(OURS + "/door", "{").statusCode()).isEqualTo(400);
        assertThat(post(OURS + "/again", "{\"key\":\"x\"}").statusCode())
                .as("no offer")
                .isEqualTo(400);
    }

    @Test
    void whoWasThereBeforeTheBridgeWasStartedIsToldThatItKnowsNothingOfThem() throws Exception {
        String key = "{\"key\":\"x\",\"who\":\"y\",\"sdp\":\"" + OFFER + "\"}";
        for (String verb : List.of("who", "mute", "remove", "again")) {
            HttpResponse<String> answer = post(OURS + "/" + verb, key);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("\"forgotten\"");
        }
    }

    private HttpResponse<String> enter() throws Exception {
        return post(OURS + "/enter", withPass(",\"sdp\":\"" + OFFER + "\""));
    }

    private static String part(String name, HttpResponse<String> answer) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(answer.body());
        assertThat(found.find()).as(answer.body()).isTrue();
        return found.group(1);
    }

    private Room room() {
        return hall.rooms().find(Hall.ROOM).orElseThrow();
    }

    private static Member comes(Room room, String who, boolean leads) {
        return room.enter(new Entrant(who, who, leads, false), Voice.NONE, Ear.NONE, MemberEvents.NONE)
                .orElseThrow();
    }

    @Test
    void whoWasMutedWhenTheyWereLostIsToldSo() throws Exception {
        hall.wanted(Stage.LIVE);
        HttpResponse<String> joined = enter();
        String who = "{\"key\":\"" + part("key", joined) + "\"}";
        assertThat(post(OURS + "/who", who).body()).contains("\"muted\":false");
        assertThat(room().mute(comes(room(), "Tina", true), part("id", joined))).isTrue();
        hall.rooms().close();
        HttpResponse<String> answer = post(OURS + "/who", who);
        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(answer.body()).contains("\"problem\":\"left\"", "\"muted\":true");
    }

    @Test
    void whileTheBridgeStopsWhoComesIsToldToComeAgain() throws Exception {
        hall.wanted(Stage.LIVE);
        enter();
        hall.rooms().close();
        for (HttpResponse<String> answer : List.of(post(OURS + "/door", withPass("")), enter())) {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"stopping\"");
        }
        assertThat(hall.rooms().people()).isZero();
    }

    @Test
    void whoFindsTheRoomFullIsInOnceThereIsASeat() throws Exception {
        hall.wanted(Stage.LIVE);
        comes(room(), "Tina", true);
        comes(room(), "Ben", false);
        Member zdena = comes(room(), "Zdena", false);
        assertThat(enter().body()).contains("\"full\"");
        zdena.leave();
        assertThat(enter().statusCode()).isEqualTo(200);
        assertThat(room().size()).isEqualTo(3);
    }

    @Test
    void theDoorTellsWhetherItIsOpen() throws Exception {
        hall.wanted(Stage.PLANNED);
        assertThat(post(OURS + "/door", withPass("")).body()).contains("early", "1796126400");
        hall.wanted(Stage.LIVE);
        assertThat(post(OURS + "/door", withPass("")).body())
                .contains("\"title\":\"Medic 101\"", "\"leads\":false", "turn:turn.example.org");
        hall.wanted(Stage.OVER);
        assertThat(post(OURS + "/door", withPass("")).statusCode()).isEqualTo(410);
    }

    @Test
    void whatIsNoOfferTakesNoSeat() throws Exception {
        hall.wanted(Stage.LIVE);
        var random = new Random(5);
        for (int i = 0; i < 50; i++) {
            String sdp = random.ints(200, 32, 127)
                    .filter(it -> it != '"' && it != '\\')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(post(OURS + "/enter", withPass(",\"sdp\":\"v=0\\r\\n" + sdp + "\""))
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(hall.rooms().people()).isZero();
    }
}
