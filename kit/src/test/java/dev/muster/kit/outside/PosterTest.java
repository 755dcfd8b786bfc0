package dev.muster.kit.outside;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.kit.outside.Posted.Answered;
import dev.muster.kit.outside.Posted.Failed;
import dev.muster.kit.outside.Posted.NotAllowed;
import dev.muster.nostr.client.SelfSigned;
import dev.muster.nostr.client.SmallProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a post goes, and what is made of what comes back.
@Timeout(60)
class PosterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress PUBLIC = InetAddress.ofLiteral("8.8.8.8");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_800_000_000));
    private final Poster poster = poster(Bounds.ANYWHERE, Resolver.SYSTEM);

    private Poster poster(Bounds bounds, Resolver resolver) {
        try {
            return new Poster(bounds, resolver, now::get);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        poster.close();
    }

    private static Posted post(Poster poster, URI to, Duration patience) throws InterruptedException {
        return poster.post(to, Map.of("Content-Type", "application/json"), "{\"é\":1}".getBytes(UTF_8), patience);
    }

    private Posted post(ScriptedServer server) throws InterruptedException {
        return post(poster, server.uri(), PATIENCE);
    }

    // Where to

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://push.example.org/",
                "ftp://push.example.org/",
                "https:///x",
                "https:push.example.org",
                "https://push.example.org:8443/",
                "https://push.example.org:80/",
                "https://somebody@push.example.org/",
                "https://localhost/",
                "https://localhost./",
                "https://nas.local/",
                "https://nas/",
                "https://127.0.0.1/",
                "https://10.1.2.3/",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]/",
                "https://[fd00::1]/",
                "https://[::ffff:127.0.0.1]/"
            })
    void push_R10_onlyHttpsOnPort443OfTheOpenInternet(String address) throws Exception {
        try (Poster abroad = poster(Bounds.OPEN_INTERNET, _ -> {
            throw new AssertionError("this is known without looking it up");
        })) {
            assertThat(post(abroad, URI.create(address), PATIENCE)).isInstanceOf(NotAllowed.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"https://push.example.org/x", "HTTPS://push.example.org:443/x", "https://8.8.8.8/"})
    void push_R10_whatIsOutThereMayBePostedTo(String address) {
        assertThat(Bounds.OPEN_INTERNET.objection(URI.create(address))).isEmpty();
    }

    @Test
    void whatLiesThereIsReadUpToABound() throws Exception {
        try (var server = ScriptedServer.saying("HTTP/1.1 200 OK\nContent-Length: 9\n\n123456789")) {
            Posted whole = poster.get(server.uri(), 9, PATIENCE);
            Posted part = poster.get(server.uri(), 4, PATIENCE);

            assertThat(whole)
                    .isInstanceOfSatisfying(
                            Answered.class,
                            it -> assertThat(it.body()).asString(UTF_8).isEqualTo("123456789"));
            assertThat(part)
                    .isInstanceOfSatisfying(
                            Answered.class,
                            it -> assertThat(it.body()).asString(UTF_8).isEqualTo("1234"));
            assertThat(server.heard()).allMatch(request -> request.startsWith("GET /hook?x=1 HTTP/1.1"));
        }
    }

    @Test
    void nothingIsGotWhereNothingIsPosted() throws Exception {
        try (var strict = poster(Bounds.OPEN_INTERNET, _ -> List.of(LOOPBACK));
                var server = ScriptedServer.saying(OK)) {
            assertThat(strict.get(server.uri(), 9, PATIENCE)).isInstanceOf(NotAllowed.class);
            assertThat(strict.get(URI.create("https://inside.example.org/"), 9, PATIENCE))
                    .isInstanceOf(NotAllowed.class);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void push_R10_aNameForAPrivateAddressIsNotConnectedTo() throws Exception {
        try (var server = ScriptedServer.saying(OK);
                Poster abroad = poster(Bounds.OPEN_INTERNET, _ -> List.of(PUBLIC, LOOPBACK))) {
            assertThat(post(abroad, URI.create("https://push.example.org/"), PATIENCE))
                    .isEqualTo(new NotAllowed("its name stands for an address that is not on the open Internet"));
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void push_R10_aNameIsLookedUpOnceForEachConnection() throws Exception {
        var asked = new AtomicInteger();
        // The first answer leads here, any other one nowhere: what was checked is what is connected to.
        Resolver rebinding =
                _ -> asked.incrementAndGet() == 1 ? List.of(LOOPBACK) : List.of(InetAddress.ofLiteral("192.0.2.1"));
        try (var server = ScriptedServer.saying(OK);
                Poster pinned = poster(Bounds.ANYWHERE, rebinding)) {
            assertThat(post(pinned, server.at("push.example.org"), PATIENCE)).isInstanceOf(Answered.class);
            assertThat(post(pinned, server.at("push.example.org"), PATIENCE)).isInstanceOf(Answered.class);
            assertThat(asked).hasValue(1);
            assertThat(server.heard().getFirst()).contains("\r\nHost: push.example.org:" + server.port() + "\r\n");
        }
    }

    @Test
    void whatTheAdminHasNamedMayBeAnywhere() throws Exception {
        try (var named = ScriptedServer.saying(OK);
                var other = ScriptedServer.saying(OK);
                Poster mostlyAbroad = poster(
                        new Bounds(false, List.of(named.uri()), Optional.empty(), Optional.empty()), Resolver.SYSTEM)) {
            assertThat(post(mostlyAbroad, named.uri(), PATIENCE)).isInstanceOf(Answered.class);
            assertThat(post(mostlyAbroad, other.uri(), PATIENCE)).isInstanceOf(NotAllowed.class);
            assertThat(other.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void push_R10_redirectsAreNotFollowed(int status) throws Exception {
        try (var elsewhere = ScriptedServer.saying(OK);
                var server = ScriptedServer.saying(
                        "HTTP/1.1 " + status + " There\nLocation: " + elsewhere.uri() + "\nContent-Length: 0\n\n")) {
            assertThat(post(server)).asString().isEqualTo("HTTP " + status);
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @Test
    void allOthersAreReachedThroughTheProxyByTheirNames() throws Exception {
        try (var server = ScriptedServer.saying(OK);
                var proxy = new SmallProxy(server.port(), 0);
                Poster hidden = poster(
                        new Bounds(
                                true,
                                List.of(),
                                Optional.of(URI.create(
                                        "socks5://127.0.0.1:" + proxy.address().getPort())),
                                Optional.empty()),
                        _ -> {
                            throw new AssertionError("no name server learns of it");
                        })) {
            assertThat(post(hidden, URI.create("http://push.example.org/"), PATIENCE))
                    .isInstanceOf(Answered.class);
            assertThat(post(hidden, server.uri(), PATIENCE)).isInstanceOf(Answered.class);
            assertThat(proxy.wanted()).containsExactly("push.example.org:80");
        }
    }

    @Test
    void theNextAddressIsTriedWhereOneIsDeaf() throws Exception {
        try (var server = ScriptedServer.saying(OK);
                Poster patient = poster(Bounds.ANYWHERE, _ -> List.of(InetAddress.ofLiteral("127.0.0.2"), LOOPBACK))) {
            assertThat(post(patient, server.at("push.example.org"), PATIENCE)).isInstanceOf(Answered.class);
        }
    }

    // What is said

    @Test
    void push_R57_plainHttpIsVersion11WithoutUpgrade() throws Exception {
        try (var server = ScriptedServer.saying(OK)) {
            assertThat(post(server)).isInstanceOf(Answered.class);

            assertThat(server.heard()).singleElement().asString().isEqualTo("""
                POST /hook?x=1 HTTP/1.1
                Host: 127.0.0.1:%d
                User-Agent: Muster
                Content-Type: application/json
                Content-Length: 8

                {"Ã©":1}\
                """.formatted(server.port())
                    .replace("\n", "\r\n"));
        }
    }

    @Test
    void noHeaderBreaksOutOfItsLine() {
        assertThatThrownBy(() -> poster.post(
                        URI.create("http://127.0.0.1:1/"), Map.of("TTL", "1\r\nHost: x"), new byte[0], PATIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("Host");
    }

    // What comes back

    @Test
    void anAnswerHasStatusHeadersAndBody() throws Exception {
        try (var server = ScriptedServer.saying("""
            HTTP/1.1 100 Continue

            HTTP/1.1 429 Slow down
            Retry-After:  120
            X-Two: a
            x-two: b
            Content-Length: 4

            wait\
            """)) {
            var answer = (Answered) post(server);

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("retry-after")).contains("120");
            assertThat(answer.header("x-two")).contains("a, b");
            assertThat(answer.body()).isEqualTo("wait".getBytes(UTF_8));
        }
    }

    @Test
    void chunksArePutTogether() throws Exception {
        try (var server = ScriptedServer.saying("""
            HTTP/1.1 200 OK
            Transfer-Encoding: chunked

            3;note=x
            abc
            00A
            0123456789
            0
            Trailer: y

            """)) {
            assertThat(((Answered) post(server)).body()).isEqualTo("abc0123456789".getBytes(UTF_8));
            assertThat(((Answered) post(server)).status()).isEqualTo(200);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aBodyMayEndWithTheConnection() throws Exception {
        try (var server = new ScriptedServer((client, _) -> {
            ScriptedServer.say(client, "HTTP/1.0 201 Created\n\nall of it");
            client.close();
        })) {
            assertThat(((Answered) post(server)).body()).isEqualTo("all of it".getBytes(UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000000\n\n", "Transfer-Encoding: chunked\n\nF4240\n", "\n"})
    void ofALongBodyTheFirst64KilobytesAreKept(String framing) throws Exception {
        try (var server = new ScriptedServer((client, _) -> {
            ScriptedServer.say(client, "HTTP/1.1 200 OK\n" + framing);
            for (int i = 0; i < 100; i++) client.getOutputStream().write(new byte[10_000]);
        })) {
            assertThat(((Answered) post(server)).body()).hasSize(65_536);
            assertThat(((Answered) post(server)).body()).hasSize(65_536);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\n\n",
                "SSH-2.0-OpenSSH_9.2\n",
                "HTTP/2 200\n\n",
                "HTTP/1.1 2000 OK\n\n",
                "HTTP/1.1 101 Switching\n\n",
                "HTTP/1.1 200 OK\nno header\n\n",
                "HTTP/1.1 200 OK\nX: y\n folded\n\n",
                "HTTP/1.1 200 OK\nX : y\n\n",
                "HTTP/1.1 200 OK\nContent-Length: -1\n\n",
                "HTTP/1.1 200 OK\nContent-Length: 2\nContent-Length: 2\n\nok",
                "HTTP/1.1 200 OK\nContent-Length: 2\nTransfer-Encoding: chunked\n\n2\nok\n0\n\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked\n\n2\nok\n0\n\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nxyz\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nokay\n0\n\n"
            })
    void whatIsNoAnswerIsNotGuessedAt(String garbage) throws Exception {
        try (var server = ScriptedServer.saying(garbage)) {
            assertThat(post(server)).isInstanceOf(Failed.class).asString().contains("no proper answer");
        }
    }

    @Test
    void headersThatDontEndAreNotReadForEver() throws Exception {
        try (var server = ScriptedServer.saying("HTTP/1.1 200 OK\n" + "X: y\n".repeat(10_000))) {
            assertThat(post(server)).isEqualTo(new Failed("no proper answer: more head than anybody needs"));
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNone() throws Exception {
        try (var server = new ScriptedServer((client, _) -> {
            ScriptedServer.say(client, "HTTP/1.1 200 OK\nContent-Length: 10\n\nhalf");
            client.close();
        })) {
            assertThat(post(server)).isEqualTo(new Failed("it hung up"));
        }
    }

    // Patience

    @Test
    void whoNeverAnswersIsNotWaitedFor() throws Exception {
        try (var server = new ScriptedServer((_, _) -> {})) {
            assertThat(post(poster, server.uri(), SHORT)).isEqualTo(new Failed("no answer in time"));
        }
    }

    @Test
    void whoAnswersByDripsIsNotWaitedFor() throws Exception {
        try (var server = new ScriptedServer((client, _) -> {
            ScriptedServer.say(client, "HTTP/1.1 200 OK\n");
            while (true) {
                ScriptedServer.say(client, "X");
                new CountDownLatch(1).await(10, MILLISECONDS);
            }
        })) {
            assertThat(post(poster, server.uri(), SHORT)).isEqualTo(new Failed("no answer in time"));
        }
    }

    @Test
    void aNameServerThatNeverAnswersIsNotWaitedFor() throws Exception {
        var never = new CountDownLatch(1);
        Resolver dead = _ -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException();
        };
        try (Poster waiting = poster(Bounds.OPEN_INTERNET, dead)) {
            assertThat(post(waiting, URI.create("https://push.example.org/"), SHORT))
                    .isEqualTo(new Failed("no answer in time"));
        }
    }

    @Test
    void whoIsInterruptedDoesntWait() throws Exception {
        try (var server = new ScriptedServer((_, _) -> {})) {
            var result = new CompletableFuture<Object>();
            Thread posting = Thread.ofVirtual().start(() -> {
                try {
                    result.complete(post(server));
                } catch (InterruptedException e) {
                    result.complete(e);
                }
            });
            while (server.heard().isEmpty()) Thread.onSpinWait();
            posting.interrupt();

            assertThat(result.get()).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void reasonsDontTellTheAddress() throws Exception {
        int closed;
        try (var listener = new ServerSocket(0, 1, LOOPBACK)) {
            closed = listener.getLocalPort();
        }
        assertThat(post(poster, URI.create("http://127.0.0.1:" + closed), PATIENCE))
                .isEqualTo(new Failed("no connection"));
        try (Poster lost = poster(Bounds.OPEN_INTERNET, host -> {
            throw new UnknownHostException(host);
        })) {
            assertThat(post(lost, URI.create("https://secret.example.org"), PATIENCE))
                    .isEqualTo(new Failed("its name is unknown"));
        }
    }

    @Test
    void anAnswerOfHttpDoesForNoTls() throws Exception {
        try (var server = ScriptedServer.saying(OK)) {
            URI secure = URI.create("https://127.0.0.1:" + server.port());
            assertThat(post(poster, secure, Duration.ofSeconds(2))).isInstanceOf(Failed.class);
        }
    }

    // One connection, many posts

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        try (var server = ScriptedServer.saying(OK)) {
            for (int i = 0; i < 5; i++) assertThat(post(server)).isInstanceOf(Answered.class);

            assertThat(server.connections()).isEqualTo(1);
            assertThat(poster.idle()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionIsNotUsedAgainAfterAWhile() throws Exception {
        try (var server = ScriptedServer.saying(OK)) {
            assertThat(post(server)).isInstanceOf(Answered.class);
            now.set(now.get().plusSeconds(21));
            assertThat(post(server)).isInstanceOf(Answered.class);

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void whoSaysCloseIsConnectedToAnew() throws Exception {
        try (var server =
                ScriptedServer.saying("HTTP/1.1 200 OK\nConnection: keep-alive, Close\nContent-Length: 0\n\n")) {
            assertThat(post(server)).isInstanceOf(Answered.class);
            assertThat(post(server)).isInstanceOf(Answered.class);

            assertThat(server.connections()).isEqualTo(2);
            assertThat(poster.idle()).isZero();
        }
    }

    @Test
    void whoHasHungUpMeanwhileIsConnectedToAnew() throws Exception {
        try (var server = new ScriptedServer((client, _) -> {
            ScriptedServer.say(client, OK);
            client.close();
        })) {
            for (int i = 0; i < 5; i++) assertThat(post(server)).isInstanceOf(Answered.class);
            assertThat(server.heard()).hasSize(5);
        }
    }

    @Test
    void whoHangsUpOnANewConnectionIsNotAskedTwice() throws Exception {
        try (var server = new ScriptedServer((client, _) -> client.close())) {
            assertThat(post(server)).isInstanceOf(Failed.class);
            assertThat(server.heard()).hasSize(1);
        }
    }

    @Test
    void whatComesUnaskedIsNotTakenForTheNextAnswer() throws Exception {
        try (var server = new ScriptedServer((client, number) ->
                ScriptedServer.say(client, number == 1 ? OK + "HTTP/1.1 404 Gone\nContent-Length: 0\n\n" : OK))) {
            assertThat(((Answered) post(server)).status()).isEqualTo(200);
            assertThat(((Answered) post(server)).status()).isEqualTo(200);
        }
    }

    @Test
    void oneHostHasABoundedNumberOfConnections() throws Exception {
        var all = new CountDownLatch(64);
        var go = new CountDownLatch(1);
        try (var server = new ScriptedServer((client, _) -> {
                    all.countDown();
                    go.await();
                    ScriptedServer.say(client, OK);
                });
                var other = ScriptedServer.saying(OK);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Posted>> posts = IntStream.range(0, 100)
                    .mapToObj(_ -> threads.submit(() -> post(server)))
                    .toList();
            all.await();
            // A slow host keeps nobody else waiting.
            assertThat(post(other)).isInstanceOf(Answered.class);
            assertThat(post(poster, server.uri(), SHORT)).isInstanceOf(Failed.class);
            assertThat(server.connections()).isEqualTo(64);
            go.countDown();
            for (Future<Posted> post : posts) assertThat(post.get()).isInstanceOf(Answered.class);
            assertThat(server.connections()).isLessThanOrEqualTo(64);
        }
    }

    @Test
    void nothingIsPostedAfterTheEnd() throws Exception {
        try (var server = ScriptedServer.saying(OK)) {
            poster.close();
            assertThat(post(server)).isInstanceOf(Failed.class);
        }
    }

    // TLS

    @Test
    void push_R10_theCertificateMustBeTrustedAndForThisHost(@TempDir Path folder) throws Exception {
        SelfSigned shown = SelfSigned.elliptic("push.example.org");
        Path trusted = Files.writeString(folder.resolve("trusted.pem"), shown.certificatePem());
        var bounds = new Bounds(true, List.of(), Optional.empty(), Optional.of(trusted));
        try (var server = new ScriptedServer(
                        "https",
                        shown.shown().getServerSocketFactory(),
                        (client, _) -> ScriptedServer.say(client, OK));
                Poster trusting = poster(bounds, _ -> List.of(LOOPBACK))) {
            for (int i = 0; i < 3; i++) {
                assertThat(post(trusting, server.at("push.example.org"), PATIENCE))
                        .isInstanceOf(Answered.class);
            }
            assertThat(server.connections()).isEqualTo(1);
            var untrusted = new Failed("no TLS connection, or none that can be trusted");
            assertThat(post(trusting, server.at("other.example.org"), PATIENCE)).isEqualTo(untrusted);
            assertThat(post(poster, server.uri(), PATIENCE)).isEqualTo(untrusted);
        }
    }
}
