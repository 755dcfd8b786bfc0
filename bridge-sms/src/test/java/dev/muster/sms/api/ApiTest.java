package dev.muster.sms.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.access.Access;
import dev.muster.kit.access.Capability;
import dev.muster.kit.access.Grant;
import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.TestLedger;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.Means;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/v1/sms`, and what BuildIt's apps ask.
@Timeout(60)
class ApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TEXT = "{\"to\":\"+12025550123\",\"body\":\"Join at eight\"}";
    private static final String CARD = """
        {"to":"+12025550123","body":"Join at eight","imageURL":"https://x.example/1.jpg",\
        "cardTitle":"Street medic 101","cardDescription":"Tonight","actionURL":"https://x.example/s/1"}\
        """;

    @RegisterExtension
    private final TestLedger rows = new TestLedger();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
    private final SecureRandom random = new SecureRandom();
    private final Access access = new Access(now::get, random);
    private final Orders orders = new Orders();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;
    private String token;

    /// Takes everything, unless it is told otherwise.
    private static final class Orders implements Counter {
        private final List<Order> taken = new CopyOnWriteArrayList<>();
        private final Map<String, Status> states = new ConcurrentHashMap<>();
        private volatile Result next = new Result.Taken(Status.PENDING);

        @Override
        public Result take(Change change, String id, Order order) {
            if (next instanceof Result.Taken(var status)) {
                taken.add(order);
                states.put(id, status);
            }
            return next;
        }

        @Override
        public Optional<Status> status(Reading reading, String id) {
            return Optional.ofNullable(states.get(id));
        }

        @Override
        public boolean showsCards(Reading reading, PhoneNumber number) {
            return number.e164().endsWith("23");
        }
    }

    @BeforeEach
    void start() throws IOException {
        var routes = new Routes();
        new Api(new Api.Needs(rows.ledger(), access, orders, "US", now::get, random)).on(routes);
        server = new HttpServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Serving(Optional.empty(), 1 << 20, Duration.ofSeconds(30), Duration.ZERO, 100),
                routes);
        token = made(Capability.SMS, Capability.RCS);
    }

    private String made(Capability... opens) {
        return rows.ledger()
                .change(change -> access.make(change, "test", Set.of(opens)))
                .token();
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + ((InetSocketAddress) server.address()).getPort() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(at(path).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(at(path));
    }

    private HttpResponse<String> ours(String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                at("/v1/sms").header("authorization", "Bearer " + token).POST(BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private static String id(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("messageId").asString();
    }

    private void passes(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Test
    void aProgramSendsATextAndAsksWhatBecameOfIt() throws Exception {
        HttpResponse<String> answer = ours(TEXT);
        String id = id(answer);

        assertThat(JSON.readTree(answer.body()).path("status").asString()).isEqualTo("pending");
        assertThat(orders.taken).singleElement().satisfies(order -> {
            assertThat(order.to()).isEqualTo(new PhoneNumber("+12025550123"));
            assertThat(order.text()).isEqualTo("Join at eight");
            assertThat(order.by()).isEqualTo(Means.SMS);
            assertThat(order.card()).isEmpty();
        });
        orders.states.put(id, Counter.Status.DELIVERED);
        HttpResponse<String> status = send(at("/v1/sms/" + id).header("authorization", "Bearer " + token));
        assertThat(JSON.readTree(status.body()).path("status").asString()).isEqualTo("delivered");
    }

    @Test
    void b9_buildItSendsATextAndAsksWhatBecameOfIt() throws Exception {
        String id = id(post("/g/" + token + "/api/sms/send", TEXT));

        JsonNode status =
                JSON.readTree(get("/g/" + token + "/api/sms/status/" + id).body());
        assertThat(status.path("messageId").asString()).isEqualTo(id);
        assertThat(status.path("status").asString()).isEqualTo("pending");
    }

    @Test
    void b9_buildItSendsACard() throws Exception {
        id(post("/g/" + token + "/api/rcs/send", CARD));

        assertThat(orders.taken).singleElement().satisfies(order -> {
            assertThat(order.by()).isEqualTo(Means.RCS);
            assertThat(order.card().orElseThrow().title()).isEqualTo("Street medic 101");
            assertThat(order.card().orElseThrow().action()).contains(URI.create("https://x.example/s/1"));
        });
    }

    @Test
    void b9_withoutRcsBuildItIsToldToSendAText() throws Exception {
        orders.next = new Counter.Result.NoCards();
        assertThat(post("/g/" + token + "/api/rcs/send", CARD).statusCode()).isEqualTo(404);

        orders.next = new Counter.Result.Taken(Counter.Status.PENDING);
        String texts = made(Capability.SMS);
        assertThat(post("/g/" + texts + "/api/rcs/send", CARD).statusCode()).isEqualTo(404);
        assertThat(post("/g/" + texts + "/api/sms/send", TEXT).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+12025550123", "%2B12025550123", "%2012025550123"})
    void b9_aPlusSignThatNobodyHasEscapedIsRead(String phone) throws Exception {
        JsonNode answer = JSON.readTree(
                get("/g/" + token + "/api/rcs/capability?phone=" + phone).body());

        assertThat(answer.path("phone").asString()).isEqualTo("+12025550123");
        assertThat(answer.path("rcsEnabled").asBoolean()).isTrue();
    }

    @Test
    void b9_tooManyIs429AndSaysWhen() throws Exception {
        orders.next = new Counter.Result.TooMany(Duration.ofSeconds(30));

        HttpResponse<String> answer = post("/g/" + token + "/api/sms/send", TEXT);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).contains("30");
    }

    @Test
    void b9_whatIsRefusedIsSaidInWordsForPeople() throws Exception {
        orders.next = new Counter.Result.Refused("opted_out", "They don't want texts.");

        assertThat(post("/g/" + token + "/api/sms/send", TEXT).body()).isEqualTo("They don't want texts.\n");
        HttpResponse<String> answer = ours(TEXT);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(answer.body()).path("error").asString()).isEqualTo("opted_out");
    }

    @Test
    void b9_aRequestThatComesAgainIsTheSameText() throws Exception {
        String first = id(post("/g/" + token + "/api/sms/send", TEXT));
        passes(Duration.ofSeconds(90));

        assertThat(id(post("/g/" + token + "/api/sms/send", TEXT))).isEqualTo(first);
        assertThat(id(ours(TEXT))).as("also on the other way").isEqualTo(first);
        assertThat(orders.taken).hasSize(1);

        assertThat(id(post("/g/" + made(Capability.SMS) + "/api/sms/send", TEXT)))
                .as("of somebody else")
                .isNotEqualTo(first);
        passes(Duration.ofMinutes(2));
        assertThat(id(post("/g/" + token + "/api/sms/send", TEXT))).as("later").isNotEqualTo(first);
        assertThat(orders.taken).hasSize(3);
    }

    @Test
    void whatWasRefusedMayBeTriedAgain() throws Exception {
        orders.next = new Counter.Result.TooMany(Duration.ofSeconds(1));
        assertThat(ours(TEXT).statusCode()).isEqualTo(429);

        orders.next = new Counter.Result.Taken(Counter.Status.PENDING);
        assertThat(ours(TEXT).statusCode()).isEqualTo(200);
    }

    @Test
    void aProgramMayNameItsRequests() throws Exception {
        String first = id(ours(TEXT, "idempotency-key", "one"));
        passes(Duration.ofHours(23));

        assertThat(id(ours(TEXT, "idempotency-key", "one"))).isEqualTo(first);
        assertThat(id(ours(TEXT, "idempotency-key", "two"))).isNotEqualTo(first);
        HttpResponse<String> other = ours(TEXT.replace("eight", "nine"), "idempotency-key", "one");
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(other.body()).contains("Idempotency-Key");
    }

    @Test
    void withoutATokenNothingIsOpen() throws Exception {
        assertThat(post("/v1/sms", TEXT).statusCode()).isEqualTo(401);
        assertThat(post("/g/guessed/api/sms/send", TEXT).statusCode()).isEqualTo(403);
        assertThat(post("/g/" + made(Capability.PSTN) + "/api/sms/send", TEXT).statusCode())
                .isEqualTo(403);
        String id = id(ours(TEXT));
        String another = made(Capability.SMS);
        assertThat(get("/g/" + another + "/api/sms/status/" + id).statusCode()).isEqualTo(404);
        String grant = access.all(rows.ledger()).stream()
                .map(Grant::id)
                .filter(id::startsWith)
                .findFirst()
                .orElseThrow();
        rows.ledger().alter(change -> access.revoke(change, grant));
        assertThat(ours(TEXT).statusCode()).isEqualTo(401);
        assertThat(orders.taken).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"to\":\"+12025550123\"}",
                "{\"body\":\"x\"}",
                "{\"to\":911,\"body\":\"x\"}",
                "{\"to\":\"911\",\"body\":\"x\"}",
                "{\"to\":\"+1202555\",\"body\":\"x\"}",
                "{\"to\":\"+12025550123\",\"body\":\" \"}"
            })
    void whatIsWrongIsSaidAsWhatWasExpected(String body) throws Exception {
        HttpResponse<String> answer = ours(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("message").asString()).startsWith("Expected a ");
        assertThat(orders.taken).isEmpty();
    }

    @Test
    void aCardsAddressesAreSafe() throws Exception {
        HttpResponse<String> answer =
                post("/g/" + token + "/api/rcs/send", CARD.replace("https://x.example/s/1", "javascript:alert(1)"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("actionURL", "https://");
    }

    @Test
    void R39_nothingLarge() throws Exception {
        assertThat(ours(TEXT.replace("eight", "x".repeat(64 * 1024))).statusCode())
                .isEqualTo(413);
        assertThat(ours(TEXT.replace("eight", "x".repeat(1600))).statusCode()).isEqualTo(400);
    }

    @Test
    void b9_aPageOfAnotherOriginMayAsk() throws Exception {
        HttpResponse<String> answer =
                send(at("/g/" + token + "/api/sms/send").method("OPTIONS", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
        assertThat(post("/g/" + token + "/api/sms/send", TEXT).headers().firstValue("access-control-allow-origin"))
                .contains("*");
    }
}
