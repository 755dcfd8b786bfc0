package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.client.RelayClient;
import dev.muster.relay.policy.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How one comes in, and what keeps one out.
@Timeout(60)
@ExtendWith(NoLeaks.class)
class ServerTest {
    private static final String REQUEST = """
        GET / HTTP/1.1
        Host: localhost
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Version: 13

        """.replace("\n", "\r\n");

    @Test
    void theHandshakeIsThatOfTheRfc() throws IOException {
        try (TestServer relay = TestServer.start();
                RawClient client = RawClient.connect(relay.server)) {
            // The key and its answer are those of RFC 6455, section 1.3.
            assertThat(client.handshake("/"))
                    .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        }
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        "ws://relay.example, /, 101",
        "ws://relay.example, /?utm=1, 101",
        "ws://relay.example, http://relay.example/, 101",
        "ws://relay.example, http://relay.example, 101",
        "ws://relay.example, /foo, 404",
        "ws://relay.example, //, 404",
        "ws://relay.example/nostr, /nostr, 101",
        "ws://relay.example/nostr, /, 404",
        "ws://relay.example/nostr, /nostr/foo, 404"
    })
    void B01_27_thereIsOneEndpoint(String publicUrl, String asked, int status) throws IOException {
        try (TestServer relay = TestServer.start(setting -> setting.publicUrl = publicUrl);
                RawClient client = RawClient.connect(relay.server)) {
            assertThat(client.handshake(asked)).startsWith("HTTP/1.1 " + status);
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
        Sec-WebSocket-Key: c2hvcnQ=              | Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | 400
        Sec-WebSocket-Key: *                     | Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | 400
        X-Nothing: here                          | Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | 400
        Sec-WebSocket-Version: 8                 | Sec-WebSocket-Version: 13                   | 426
        Connection: close                        | Connection: Upgrade                         | 400
        X-Nothing: here                          | Upgrade: websocket                          | 400
        POST / HTTP/1.1                          | GET / HTTP/1.1                              | 400
        GET / HTTP/1.0                           | GET / HTTP/1.1                              | 400
        """)
    void aHandshakeWithAFlawIsToldSo(String flaw, String instead, int status) throws IOException {
        try (TestServer relay = TestServer.start();
                RawClient client = RawClient.connect(relay.server)) {
            client.write(REQUEST.replace(instead, flaw));
            assertThat(client.readAll()).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void aFirefoxThatSendsMoreThanOneTokenIsLetIn() throws IOException {
        try (TestServer relay = TestServer.start();
                RawClient client = RawClient.connect(relay.server)) {
            client.write(REQUEST.replace("Upgrade: websocket", "upgrade: WebSocket")
                    .replace("Connection: Upgrade", "connection: keep-alive, Upgrade"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101");
        }
    }

    @Test
    void whatComesRightBehindTheHandshakeIsHeard() throws IOException {
        try (TestServer relay = TestServer.start();
                RawClient client = RawClient.connect(relay.server)) {
            client.write(REQUEST + new String(RawClient.frame(0x81, "early".getBytes(UTF_8)), ISO_8859_1));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101");
            assertThat(client.readText()).isEqualTo("early");
        }
    }

    @Test
    void ourOwnClientConnects() throws Exception {
        try (TestServer relay = TestServer.start();
                RelayClient client = RelayClient.to(URI.create(
                                "ws://127.0.0.1:" + relay.server.address().getPort()))
                        .open()) {
            client.connect();
            assertThat(relay.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void whenItIsFullTheNextIsToldSo() throws IOException {
        try (TestServer relay = TestServer.start(setting -> setting.connections = 2);
                RawClient first = RawClient.open(relay.server);
                RawClient second = RawClient.open(relay.server);
                RawClient third = RawClient.connect(relay.server)) {
            String answer = third.handshake("/");
            assertThat(answer).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after");
            assertThat(third.readAll()).contains("as many connections as it can take");
            assertThat(relay.count("muster.relay.connections.refused", "reason", "full"))
                    .isEqualTo(1);
            first.sendClose(1000);
            Await.until(() -> relay.server.connections() == 1);
            RawClient.open(relay.server);
            second.text("hello");
            assertThat(second.readText()).isEqualTo("hello");
        }
    }

    @Test
    void oneAddressHasOnlySoManyConnectionsAndOthersStillComeIn() throws IOException {
        try (TestServer relay = TestServer.start(setting -> setting.connectionsPerAddress = 1);
                RawClient first = RawClient.open(relay.server);
                RawClient second = RawClient.connect(relay.server);
                RawClient neighbour = RawClient.connect(relay.server, "127.0.0.2")) {
            assertThat(second.handshake("/")).startsWith("HTTP/1.1 503");
            assertThat(neighbour.handshake("/")).startsWith("HTTP/1.1 101");
            first.text("hello");
            assertThat(first.readText()).isEqualTo("hello");
        }
    }

    @Test
    void whoConnectsTooOftenIsToldToWait() throws IOException {
        try (TestServer relay = TestServer.start(setting -> {
            setting.connectsPerSecond = 1;
            setting.connectBurst = 3;
        })) {
            String answer = "HTTP/1.1 101";
            for (int i = 0; i < 100 && answer.startsWith("HTTP/1.1 101"); i++) {
                try (RawClient client = RawClient.connect(relay.server)) {
                    answer = client.handshake("/");
                    if (i < 3) assertThat(answer).startsWith("HTTP/1.1 101");
                    else if (answer.startsWith("HTTP/1.1 429"))
                        assertThat(client.readAll()).contains("too often");
                }
            }
            assertThat(answer).startsWith("HTTP/1.1 429");
        }
    }

    @Test
    void behindAProxyItIsTheClientThatCounts() throws IOException {
        try (TestServer relay = TestServer.start(setting -> {
            setting.connectionsPerAddress = 1;
            setting.proxies = List.of("127.0.0.0/8");
        })) {
            RawClient.open(relay.server, "X-Forwarded-For: 198.51.100.1");
            RawClient.open(relay.server, "X-Forwarded-For: 198.51.100.2");
            assertThat(relay.echo.clients.getFirst().address()).isEqualTo("198.51.100.1");
            try (RawClient again = RawClient.connect(relay.server)) {
                assertThat(again.handshake("/", "X-Forwarded-For: 10.0.0.1, 198.51.100.2"))
                        .startsWith("HTTP/1.1 503");
            }
        }
    }

    @Test
    void fiveHundredConnectAtOnce() throws IOException {
        try (TestServer relay = TestServer.start()) {
            var clients = new ArrayList<RawClient>();
            for (int i = 0; i < 500; i++) clients.add(RawClient.connect(relay.server, "127.0.0." + (1 + i % 5)));
            for (RawClient client : clients) client.shakeHands();
            for (RawClient client : clients) client.text("hello");
            for (RawClient client : clients) assertThat(client.readText()).isEqualTo("hello");
            assertThat(relay.server.connections()).isEqualTo(500);
            for (RawClient client : clients) client.close();
            Await.until(() -> relay.server.connections() == 0);
        }
    }

    @Test
    void whoSaysNothingIsHungUpOn() throws IOException {
        try (TestServer relay = TestServer.start(setting -> setting.handshake = Duration.ofMillis(500));
                RawClient silent = RawClient.connect(relay.server);
                RawClient slow = RawClient.connect(relay.server)) {
            slow.write("GET / HTTP/1.1\r\nHost: local");
            assertThat(silent.isHungUp()).isTrue();
            assertThat(slow.isHungUp()).isTrue();
        }
    }

    @Test
    void aClientThatIsLetInMayTakeItsTime() throws IOException {
        try (TestServer relay = TestServer.start(setting -> setting.handshake = Duration.ofSeconds(1));
                RawClient client = RawClient.open(relay.server);
                RawClient silent = RawClient.connect(relay.server)) {
            assertThat(silent.isHungUp()).isTrue();
            client.text("hello");
            assertThat(client.readText()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n", "GET\r\n\r\n"})
    void whatIsNotHttpIsToldSo(String text) throws IOException {
        try (TestServer relay = TestServer.start();
                RawClient client = RawClient.connect(relay.server)) {
            client.write(text);
            assertThat(client.readAll()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void headersHaveTheirLimits() throws IOException {
        try (TestServer relay = TestServer.start();
                RawClient long1 = RawClient.connect(relay.server);
                RawClient long2 = RawClient.connect(relay.server)) {
            long1.write("GET /" + "a".repeat(5000) + " HTTP/1.1\r\n\r\n");
            assertThat(long1.readAll()).startsWith("HTTP/1.1 414");
            long2.write("GET / HTTP/1.1\r\nCookie: " + "a".repeat(20_000) + "\r\n\r\n");
            assertThat(long2.readAll()).startsWith("HTTP/1.1 431");
        }
    }

    @Test
    void newTermsHoldForOpenConnectionsToo() throws IOException {
        try (TestServer relay = TestServer.start();
                RawClient client = RawClient.open(relay.server);
                RawClient next = RawClient.connect(relay.server)) {
            relay.setting.messageBytes = 10;
            relay.setting.connections = 1;
            relay.server.reload(relay.setting.listening(), relay.setting.limits());

            assertThat(next.handshake("/")).startsWith("HTTP/1.1 503");
            client.text("0123456789");
            assertThat(client.readText()).isEqualTo("0123456789");
            client.text("0123456789a");
            assertThat(client.read().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void badNewTermsChangeNothing() throws IOException {
        try (TestServer relay = TestServer.start()) {
            relay.setting.messageBytes = 10;
            relay.setting.proxies = List.of("nonsense");
            assertThatThrownBy(() -> relay.server.reload(relay.setting.listening(), relay.setting.limits()))
                    .hasMessageContaining("nonsense");
            try (RawClient client = RawClient.open(relay.server)) {
                client.text("0123456789a");
                assertThat(client.readText()).isEqualTo("0123456789a");
            }
        }
    }

    @Test
    void anAddressThatIsTakenIsNamed() throws IOException {
        try (TestServer relay = TestServer.start()) {
            String taken = "127.0.0.1:" + relay.server.address().getPort();
            assertThatThrownBy(() -> listen(taken))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("can't listen on " + taken);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1:", ":7777", "127.0.0.1:70000", "127.0.0.1:x"})
    void whatIsNoAddressIsNamed(String listen) {
        assertThatThrownBy(() -> listen(listen)).isInstanceOf(IOException.class).hasMessageContaining("HOST:PORT");
    }

    private static void listen(String address) throws IOException {
        var setting = new TestServer.Setting();
        Listening d = setting.listening();
        var listening = new Listening(
                address,
                d.publicUrl(),
                Optional.empty(),
                Optional.empty(),
                d.proxies(),
                d.connections(),
                d.connectionsPerAddress(),
                d.connectsPerSecond(),
                d.connectBurst(),
                d.pendingBytes(),
                d.ping(),
                1);
        Server.start(listening, Limits.DEFAULT, new Echo(), setting.pages(), new SimpleMeterRegistry())
                .close();
    }
}
