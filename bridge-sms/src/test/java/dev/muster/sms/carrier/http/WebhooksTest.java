package dev.muster.sms.carrier.http;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Incoming.Receipt;
import dev.muster.sms.carrier.Incoming.Said;
import dev.muster.sms.carrier.Incoming.State;
import dev.muster.sms.carrier.LineConfig;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class WebhooksTest {
    private static final String SECRET = "s3cret-s3cret-s3cret";
    private static final String KEY = "key-key-key-key-key";
    private static final String BY_SECRET = "/v1/webhooks/sms/http/" + SECRET;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Instant NOW = Instant.parse("2033-01-01T12:00:00Z");

    private final List<Incoming> heard = new ArrayList<>();
    private Instant now = NOW;

    static HttpConfig config(Dialect dialect, URI address, String secret, List<String> tokens, String signingKey) {
        return new HttpConfig(
                dialect,
                Optional.of(address),
                "tester",
                "foobar",
                "bearer",
                HttpConfig.DEFAULT.body(),
                "id",
                Optional.of(URI.create("http://127.0.0.1:8080/")),
                secret,
                HttpConfig.DEFAULT.allowedAddresses(),
                tokens,
                signingKey,
                Duration.ofMinutes(5),
                "",
                "",
                LineConfig.DEFAULT);
    }

    private Routes routes(Dialect dialect, String secret, List<String> tokens, String signingKey) {
        InstantSource clock = () -> now;
        var routes = new Routes();
        var carrier =
                new HttpCarrier(config(dialect, URI.create("http://127.0.0.1:1"), secret, tokens, signingKey), clock);
        carrier.start(heard::add);
        carrier.on(routes);
        return routes;
    }

    private Routes kannel() {
        return routes(Dialect.KANNEL, SECRET, List.of(), "");
    }

    private static Response ask(
            Routes routes, String method, String path, String query, Map<String, String> headers, byte[] body)
            throws Exception {
        return ask(routes, method, path, query, headers, body, "127.0.0.1");
    }

    private static Response ask(
            Routes routes,
            String method,
            String path,
            String query,
            Map<String, String> headers,
            byte[] body,
            String from)
            throws Exception {
        Map<String, List<String>> parameters = new HashMap<>();
        for (String field : query.split("&", -1)) {
            if (field.isEmpty()) continue;
            String[] parts = field.split("=", 2);
            parameters.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(URLDecoder.decode(parts[1], UTF_8));
        }
        return routes.answer(new Request(method, path, Map.of(), parameters, headers, body, from));
    }

    private static String body(Response response) {
        return new String(((Response.Whole) response).body(), UTF_8);
    }

    @Test
    void sms_d_kannelsBytesAreNoCharactersYet() throws Exception {
        Response response = ask(
                kannel(),
                "POST",
                BY_SECRET + "/mo",
                "id=i1&from=%2B12025550123&to=%2B12025550199&charset=UTF-16BE&coding=2",
                Map.of("content-type", "text/plain; charset=\"UTF-16BE\""),
                "قف 😀".getBytes(UTF_16BE));
        assertThat(response.status()).isEqualTo(200);
        assertThat(heard)
                .containsExactly(new Said("http", "i1", "+12025550123", "+12025550199", "قف 😀", List.of(), false));
    }

    @Test
    void sms_d_aGetUrlMayBringPlainTextsOnly() throws Exception {
        String who = "id=i1&from=%2B12025550123&to=%2B12025550199";
        assertThat(ask(kannel(), "GET", BY_SECRET + "/mo", who + "&text=STOP&coding=0", Map.of(), new byte[0])
                        .status())
                .isEqualTo(200);
        assertThat(ask(kannel(), "GET", BY_SECRET + "/mo", who + "&text=%06G&coding=2", Map.of(), new byte[0])
                        .status())
                .isEqualTo(400);
        assertThat(heard).extracting(said -> ((Said) said).text()).containsExactly("STOP");
    }

    @ParameterizedTest
    @CsvSource({"1, DELIVERED", "2, FAILED", "4, SENT", "8, SENT", "16, FAILED", "34, EXPIRED"})
    void sms_R34_kannelsStatusIsBits(int status, State state) throws Exception {
        Response response =
                ask(kannel(), "GET", BY_SECRET + "/dlr", "message=m1&status=" + status, Map.of(), new byte[0]);
        assertThat(response.status()).isEqualTo(200);
        assertThat(heard)
                .containsExactly(new Receipt("http", Optional.of("m1"), List.of(), state, "", Optional.empty()));
    }

    @Test
    void sms_R33_kannelHandsOnTheSmscsWords() throws Exception {
        ask(
                kannel(),
                "GET",
                BY_SECRET + "/dlr",
                "message=m1&status=2&reply=id%3A7+stat%3AUNDELIV+err%3A045+text%3Ahello",
                Map.of(),
                new byte[0]);
        assertThat(((Receipt) heard.getFirst()).code()).isEqualTo("UNDELIV 045");
    }

    @Test
    void sms_R43_jasminIsThankedInItsOwnWords() throws Exception {
        Routes jasmin = routes(Dialect.JASMIN, SECRET, List.of(), "");
        Response said = ask(
                jasmin,
                "POST",
                BY_SECRET + "/mo",
                "",
                Map.of("content-type", FORM),
                "id=j1&from=%2B12025550123&to=%2B12025550199&coding=8&binary=0642064100200054&content=x"
                        .getBytes(UTF_8));
        assertThat(body(said)).isEqualTo("ACK/Jasmin");
        Response receipt = ask(
                jasmin,
                "POST",
                BY_SECRET + "/dlr",
                "",
                Map.of("content-type", FORM),
                "id=j0&message_status=UNDELIV&level=2&err=045".getBytes(UTF_8));
        assertThat(body(receipt)).isEqualTo("ACK/Jasmin");
        assertThat(heard)
                .containsExactly(
                        new Said("http", "j1", "+12025550123", "+12025550199", "قف T", List.of(), false),
                        new Receipt(
                                "http",
                                Optional.empty(),
                                List.of("j0"),
                                State.FAILED,
                                "UNDELIV 045",
                                Optional.empty()));
    }

    @Test
    void sms_R41_whoDoesNotKnowTheSecretIsNotHeard() throws Exception {
        String said = "id=i1&from=%2B12025550123&to=1&text=hi";
        assertThat(ask(kannel(), "GET", "/v1/webhooks/sms/http/guessed/mo", said, Map.of(), new byte[0])
                        .status())
                .isEqualTo(403);
        assertThat(ask(kannel(), "GET", BY_SECRET + "/mo", said, Map.of(), new byte[0], "192.0.2.1")
                        .status())
                .isEqualTo(403);
        assertThat(heard).isEmpty();
    }

    @Test
    void sms_R42_whereNothingIsSetEverythingIsClosed() throws Exception {
        Routes closed = routes(Dialect.KANNEL, "", List.of(), "");
        assertThat(ask(closed, "GET", "/v1/webhooks/sms/http//mo", "id=1&from=2&text=3", Map.of(), new byte[0])
                        .status())
                .isEqualTo(403);
        assertThat(ask(closed, "POST", "/v1/webhooks/sms/mo", "", Map.of("authorization", "Bearer "), new byte[0])
                        .status())
                .isEqualTo(403);
        assertThat(ask(closed, "POST", "/v1/webhooks/sms/mo", "", Map.of(), new byte[0])
                        .status())
                .isEqualTo(401);
    }

    private static Response bearer(Routes routes, String token, String path, String json) throws Exception {
        return ask(
                routes,
                "POST",
                path,
                "",
                Map.of("content-type", "application/json", "authorization", "Bearer " + token),
                json.getBytes(UTF_8));
    }

    @Test
    void sms_R40_twoTokensOpenWhileOneTakesThePlaceOfTheOther() throws Exception {
        Routes routes = routes(Dialect.TEMPLATE, "", List.of("old-token-old-token", "new-token-new-token"), "");
        String said = "{\"id\":\"g1\",\"from\":\"+12025550123\",\"to\":\"+12025550199\",\"text\":\"STOP\"}";
        assertThat(bearer(routes, "old-token-old-token", "/v1/webhooks/sms/mo", said)
                        .status())
                .isEqualTo(200);
        assertThat(bearer(
                                routes,
                                "new-token-new-token",
                                "/v1/webhooks/sms/dlr",
                                "{\"id\":\"x1\",\"status\":\"delivered\"}")
                        .status())
                .isEqualTo(200);
        assertThat(bearer(routes, "old-token-old-tokem", "/v1/webhooks/sms/mo", said)
                        .status())
                .isEqualTo(403);
        assertThat(heard)
                .containsExactly(
                        new Said("http", "g1", "+12025550123", "+12025550199", "STOP", List.of(), false),
                        new Receipt("http", Optional.empty(), List.of("x1"), State.DELIVERED, "", Optional.empty()));
    }

    @Test
    void sms_R39_whatStandsTwiceOrIsTooLongIsRefused() throws Exception {
        Routes routes = routes(Dialect.TEMPLATE, SECRET, List.of("old-token-old-token"), "");
        assertThat(bearer(routes, "old-token-old-token", "/v1/webhooks/sms/mo", "{\"from\":\"1\",\"from\":\"2\"}")
                        .status())
                .isEqualTo(400);
        assertThat(ask(kannel(), "GET", BY_SECRET + "/mo", "id=1&from=2&from=3&text=4", Map.of(), new byte[0])
                        .status())
                .isEqualTo(400);
        assertThat(ask(
                                kannel(),
                                "POST",
                                BY_SECRET + "/mo",
                                "id=1",
                                Map.of("content-type", FORM),
                                "from=2&id=3".getBytes(UTF_8))
                        .status())
                .isEqualTo(400);
        assertThat(ask(kannel(), "POST", BY_SECRET + "/mo", "id=1&from=2", Map.of(), new byte[65_537])
                        .status())
                .isEqualTo(413);
        assertThat(heard).isEmpty();
    }

    private static String signature(String timestamp, String body) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal((timestamp + "." + body).getBytes(UTF_8)));
    }

    private static Response signed(Routes routes, Instant at, String body, String signature) throws Exception {
        return ask(
                routes,
                "POST",
                "/v1/webhooks/sms/mo",
                "",
                Map.of(
                        "content-type",
                        "application/json",
                        "x-muster-timestamp",
                        Long.toString(at.getEpochSecond()),
                        "x-muster-signature",
                        signature),
                body.getBytes(UTF_8));
    }

    @Test
    void sms_R37_forgedOldAndRepeatedCallsAreNotHeard() throws Exception {
        Routes routes = routes(Dialect.TEMPLATE, "", List.of("old-token-old-token"), KEY);
        String said = "{\"id\":\"g1\",\"from\":\"+12025550123\",\"text\":\"STOP\"}";
        String right = signature(Long.toString(NOW.getEpochSecond()), said);
        assertThat(signed(routes, NOW, said.replace("STOP", "YES"), right).status())
                .isEqualTo(403);
        assertThat(signed(routes, NOW.plusSeconds(1), said, right).status()).isEqualTo(403);
        now = NOW.plusSeconds(301);
        assertThat(signed(routes, NOW, said, right).status()).isEqualTo(403);
        now = NOW;
        assertThat(heard).isEmpty();
        assertThat(signed(routes, NOW, said, right).status()).isEqualTo(200);
        assertThat(signed(routes, NOW, said, right).status()).isEqualTo(403);
        // A token doesn't open what wants to be signed.
        assertThat(bearer(routes, "old-token-old-token", "/v1/webhooks/sms/mo", said)
                        .status())
                .isEqualTo(401);
        assertThat(heard).hasSize(1);
    }

    @Test
    void sms_R12_whatIsNotWrittenDownIsNotThankedFor() throws Exception {
        var routes = new Routes();
        var carrier = new HttpCarrier(
                config(Dialect.TEMPLATE, URI.create("http://127.0.0.1:1"), SECRET, List.of(), KEY), () -> NOW);
        carrier.on(routes);
        String said = "{\"id\":\"g1\",\"from\":\"+12025550123\",\"text\":\"STOP\"}";
        String right = signature(Long.toString(NOW.getEpochSecond()), said);
        assertThat(signed(routes, NOW, said, right).status()).isEqualTo(503);
        carrier.start(_ -> {
            throw new IllegalStateException("the disk is full");
        });
        assertThatThrownBy(() -> signed(routes, NOW, said, right)).hasMessage("the disk is full");
        carrier.start(heard::add);
        assertThat(signed(routes, NOW, said, right).status()).isEqualTo(200);
        assertThat(heard).hasSize(1);
    }
}
