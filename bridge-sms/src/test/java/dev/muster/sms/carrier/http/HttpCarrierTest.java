package dev.muster.sms.carrier.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Outgoing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpCarrierTest {
    /// It leaves a gateway that is busy alone for a second: here for ever.
    private static final InstantSource STILL = InstantSource.fixed(Instant.parse("2026-12-01T12:00:00Z"));

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final PhoneNumber TO = new PhoneNumber("+12025550123");

    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final CountDownLatch testIsOver = new CountDownLatch(1);
    private HttpServer server;
    private volatile int status = 202;
    private volatile String answer = "0: Accepted for delivery";

    /// A status that no server has: the connection ends.
    private static final int HANG_UP = -1;

    private static final int SILENCE = -2;

    private record Asked(String method, String target, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    @AfterEach
    void stop() {
        testIsOver.countDown();
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            if (status == SILENCE) testIsOver.await();
            if (status < 0) return;
            if (status == 302) exchange.getResponseHeaders().add("Location", "/elsewhere");
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private HttpCarrier carrier(Dialect dialect) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/send");
        return new HttpCarrier(WebhooksTest.config(dialect, address, "s3cret-s3cret-s3cret", List.of(), ""), STILL);
    }

    private Answer send(Dialect dialect, String text) throws InterruptedException {
        try (var carrier = carrier(dialect)) {
            return carrier.send(Outgoing.text("m1", "+12025550199", TO, text, Duration.ofHours(4)), PATIENCE);
        }
    }

    @Test
    void sms_d_kannelGetsATextAsItIs() throws Exception {
        assertThat(send(Dialect.KANNEL, "Sraz ✊🏽 & co.")).isEqualTo(new Answer.Accepted(List.of()));
        Asked text = asked.remove();
        assertThat(text.method()).isEqualTo("POST");
        assertThat(text.target()).as("no password in an address").isEqualTo("/send");
        assertThat(text.body()).isEqualTo("Sraz ✊🏽 & co.");
        assertThat(text.header("X-kannel-coding")).isEqualTo("2");
        assertThat(text.header("X-kannel-to")).isEqualTo("+12025550123");
        assertThat(text.header("X-kannel-validity")).isEqualTo("240");
        assertThat(text.header("X-kannel-dlr-mask")).isEqualTo("31");
        assertThat(text.header("X-kannel-dlr-url"))
                .isEqualTo("http://127.0.0.1:8080/v1/webhooks/sms/http/s3cret-s3cret-s3cret/dlr"
                        + "?message=m1&status=%d&reply=%A");
        send(Dialect.KANNEL, "hi @ €");
        assertThat(asked.remove().header("X-kannel-coding")).isEqualTo("0");
    }

    @Test
    void sms_d_jasminGetsBytes() throws Exception {
        status = 200;
        answer = "Success \"07033084-5cfd-4812-90a4-e4d24ffb6e3d\"";
        assertThat(send(Dialect.JASMIN, "é@"))
                .isEqualTo(new Answer.Accepted(List.of("07033084-5cfd-4812-90a4-e4d24ffb6e3d")));
        assertThat(asked.remove().body())
                .contains(
                        "username=tester&password=foobar&to=%2B12025550123",
                        "coding=0", "hex-content=0500", "dlr-level=3");
        send(Dialect.JASMIN, "✊");
        assertThat(asked.remove().body()).contains("coding=8", "hex-content=270a");
    }

    @Test
    void sms_d_aTemplateIsFilledInAsJson() throws Exception {
        status = 201;
        answer = "{\"id\":\"x42\"}";
        assertThat(send(Dialect.TEMPLATE, "say \"hi\" {{to}}\n")).isEqualTo(new Answer.Accepted(List.of("x42")));
        Asked text = asked.remove();
        assertThat(text.body())
                .isEqualTo("{\"id\":\"m1\",\"from\":\"+12025550199\",\"to\":\"+12025550123\","
                        + "\"text\":\"say \\\"hi\\\" {{to}}\\n\"}");
        assertThat(text.header("Authorization")).isEqualTo("Bearer bearer");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504, 302, HANG_UP})
    void sms_R45_oneRequestWhateverComesBack(int comesBack) throws Exception {
        status = comesBack;
        for (Dialect dialect : Dialect.values()) {
            assertThat(send(dialect, "hi")).as("%s", dialect).isInstanceOf(Answer.Unknown.class);
            assertThat(asked).hasSize(1);
            asked.clear();
        }
    }

    @Test
    void sms_R45_oneRequestOnAConnectionThatHasServedBefore() throws Exception {
        try (var carrier = carrier(Dialect.KANNEL)) {
            var message = Outgoing.text("m1", "", TO, "hi", Duration.ZERO);
            assertThat(carrier.send(message, PATIENCE)).isInstanceOf(Answer.Accepted.class);
            status = HANG_UP;
            assertThat(carrier.send(message, PATIENCE)).isInstanceOf(Answer.Unknown.class);
            assertThat(asked).hasSize(2);
        }
    }

    @Test
    void sms_R45_silenceIsUnknown() throws Exception {
        status = SILENCE;
        try (var carrier = carrier(Dialect.KANNEL)) {
            var message = Outgoing.text("m1", "", TO, "hi", Duration.ZERO);
            assertThat(carrier.send(message, Duration.ofSeconds(2))).isInstanceOf(Answer.Unknown.class);
        }
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "KANNEL, 403, Authorization failed for sendsms",
        "KANNEL, 503, Temporal failure",
        "KANNEL, 429, ''",
        "JASMIN, 403, Error",
        "JASMIN, 412, Error",
        "TEMPLATE, 429, ''",
        "TEMPLATE, 401, ''"
    })
    void sms_R28_R46_whatCertainlyWasNotTakenWaits(Dialect dialect, int comesBack, String said) throws Exception {
        status = comesBack;
        answer = said;
        assertThat(send(dialect, "hi"))
                .isInstanceOfSatisfying(
                        Answer.Later.class,
                        later -> assertThat(later.isForAll()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({"KANNEL, 400", "JASMIN, 400", "TEMPLATE, 422"})
    void sms_R46_aNoIsFinalWhenItIsAboutTheMessage(Dialect dialect, int comesBack) throws Exception {
        status = comesBack;
        assertThat(send(dialect, "hi")).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void sms_R46_aGatewayThatIsNotThereHasTakenNothing() throws Exception {
        server.stop(0);
        try (var carrier = carrier(Dialect.KANNEL)) {
            assertThat(carrier.isReady()).isTrue();
            assertThat(carrier.send(Outgoing.text("m1", "", TO, "hi", Duration.ZERO), PATIENCE))
                    .isInstanceOf(Answer.Later.class);
            assertThat(carrier.isReady()).isFalse();
        }
    }

    @Test
    void sms_R42_shortSecretsAreRefused() {
        assertThatThrownBy(() ->
                        WebhooksTest.config(Dialect.KANNEL, URI.create("http://127.0.0.1:1"), "short", List.of(), ""))
                .hasMessage("secret, tokens and signingKey: 16 characters or more each");
        assertThat(HttpConfig.DEFAULT.address()).isEqualTo(Optional.empty());
    }
}
