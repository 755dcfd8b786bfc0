package dev.muster.kit.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpServerTest {
    private static final Serving QUICK =
            new Serving(Optional.empty(), 1000, Duration.ofMillis(300), Duration.ofSeconds(30), 3);

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final HttpServer server;

    HttpServerTest() throws IOException {
        server = start(Serving.DEFAULT);
    }

    private HttpServer start(Serving serving) throws IOException {
        return new HttpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), serving, routes());
    }

    private Routes routes() {
        return new Routes()
                .get("/hello", request -> Response.text(200, "hello " + request.from()))
                .get(
                        "/people/{name}/age",
                        request -> Response.text(
                                200,
                                request.part("name")
                                        + request.query()
                                        + request.header("x-one").orElse("")))
                .post(
                        "/echo",
                        request -> Response.of(201, "application/json", request.body())
                                .with("x-length", "" + request.body().length))
                .on("DELETE", "/echo", request -> Response.text(200, "gone"))
                .get("/wrong", request -> {
                    throw new IllegalStateException("the cat is in the bag");
                })
                .get("/slow", request -> {
                    begun.countDown();
                    go.await();
                    return Response.text(200, "done");
                })
                .get(
                        "/lines",
                        request -> Response.streamed("text/plain", body -> {
                            body.write("one\n".getBytes(UTF_8));
                            begun.countDown();
                            go.await();
                            body.write("two\n".getBytes(UTF_8));
                        }))
                .get("/sized", request -> sized("4", "one\n"))
                .get("/short", request -> sized("5", "one\n"))
                .get(
                        "/half",
                        request -> Response.streamed("text/plain", body -> {
                            body.write("one\n".getBytes(UTF_8));
                            throw new IOException("broken");
                        }))
                .get(
                        "/endless",
                        request -> Response.streamed("text/plain", body -> {
                            try {
                                while (true) body.write(new byte[1 << 16]);
                            } catch (IOException e) {
                                begun.countDown();
                                throw e;
                            }
                        }));
    }

    private static Response sized(String length, String text) {
        return new Response.Streamed(
                206,
                Map.of("content-type", "text/plain", "content-length", length),
                body -> body.write(text.getBytes(UTF_8)));
    }

    @AfterEach
    void close() {
        go.countDown();
        client.close();
        server.close();
    }

    private static int port(HttpServer server) {
        return ((InetSocketAddress) server.address()).getPort();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(server) + path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(to(path).build(), BodyHandlers.ofString());
    }

    /// What comes back for some bytes, until the other side hangs up.
    private static String raw(HttpServer server, String text) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port(server))) {
            socket.getOutputStream().write(text.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void aRouteAnswers() throws Exception {
        HttpResponse<String> response = get("/hello");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("hello 127.0.0.1");
        assertThat(response.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    }

    @Test
    void partsOfThePathAndTheQueryAreDecoded() throws Exception {
        HttpRequest request =
                to("/people/%C3%9Cmit/age?a=1%202&a=3").header("X-One", "1").build();
        assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("Ümit{a=[1 2, 3]}1");
    }

    @Test
    void aBodyComesAndGoesUnchanged() throws Exception {
        HttpRequest request =
                to("/echo").POST(BodyPublishers.ofString("{\"é\":1}")).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("{\"é\":1}");
        assertThat(response.headers().firstValue("x-length")).contains("8");
    }

    @Test
    void whatIsNotThereIs404_whatIsNotDoneIs405() throws Exception {
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/people/a/b/age").statusCode()).isEqualTo(404);
        HttpResponse<String> response = get("/echo");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("DELETE, POST");
    }

    @Test
    void headIsGetWithoutTheBody() throws Exception {
        HttpRequest head = to("/hello").method("HEAD", BodyPublishers.noBody()).build();
        HttpResponse<String> response = client.send(head, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-length")).contains("15");
        assertThat(response.body()).isEmpty();
    }

    @Test
    void aFailureIsAnsweredWithoutItsReason() throws Exception {
        HttpResponse<String> response = get("/wrong");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("cat");
    }

    @Test
    void whatIsTooLongIs413() throws Exception {
        HttpRequest request = to("/echo")
                .POST(BodyPublishers.ofByteArray(new byte[(1 << 20) + 1]))
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
    }

    @Test
    void whatIsNoHttpIs400() throws Exception {
        assertThat(raw(server, "what is this\r\n\r\n")).startsWith("HTTP/1.0 400 ");
        assertThat(raw(server, "GET /%zz HTTP/1.1\r\nhost: a\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void requestsThatComeAtOnceAreAnsweredInOrder() throws Exception {
        String one = "GET /people/one/age HTTP/1.1\r\nhost: a\r\n\r\n";
        String last = "GET /people/two/age HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
        String answer = raw(server, one + one + last);
        assertThat(answer.split("HTTP/1.1 200 OK", -1)).hasSize(4);
        assertThat(answer.indexOf("two")).isGreaterThan(answer.lastIndexOf("one"));
    }

    @Test
    void aStreamComesAsItIsWritten() throws Exception {
        HttpResponse<java.util.stream.Stream<String>> response =
                client.send(to("/lines").build(), BodyHandlers.ofLines());
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        var lines = response.body().iterator();
        assertThat(lines.next()).isEqualTo("one");
        go.countDown();
        assertThat(lines.next()).isEqualTo("two");
        assertThat(lines.hasNext()).isFalse();
        assertThat(get("/hello").statusCode()).isEqualTo(200);
    }

    @Test
    void anOldClientGetsAStreamThatEndsWithItsConnection() throws Exception {
        go.countDown();
        assertThat(raw(server, "GET /lines HTTP/1.0\r\n\r\n"))
                .contains("connection: close\r\n")
                .endsWith("\r\n\r\none\ntwo\n");
    }

    @Test
    void aStreamThatBreaksOffIsNoWholeAnswer() {
        assertThatThrownBy(() -> get("/half")).isInstanceOf(IOException.class);
    }

    @Test
    void whoeverHangsUpEndsTheStream() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port(server))) {
            socket.getOutputStream().write("GET /endless HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(UTF_8));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStreamMaySayHowLongItIs() throws Exception {
        String twice = "GET /sized HTTP/1.1\r\nhost: a\r\n\r\n";
        String last = "HEAD /sized HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
        String answer = raw(server, twice + twice + last);
        assertThat(answer.split("HTTP/1.1 206 Partial Content", -1)).hasSize(4);
        assertThat(answer.split("content-length: 4", -1)).hasSize(4);
        assertThat(answer.split("\r\n\r\none\n", -1)).hasSize(3);
        assertThat(answer).doesNotContain("chunked").endsWith("\r\n\r\n");
    }

    @Test
    void aStreamThatIsShorterThanItSaysIsCutOff() throws Exception {
        assertThat(raw(server, "GET /short HTTP/1.1\r\nhost: a\r\n\r\n")).endsWith("\r\n\r\none\n");
    }

    @Test
    void whoeverDawdlesIsCutOff() throws Exception {
        try (HttpServer quick = start(QUICK)) {
            assertThat(raw(quick, "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nabc"))
                    .isEmpty();
            assertThat(raw(quick, "GET /hello HTTP/1.1\r\nhost: a\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void moreConnectionsThanAllowedAreClosed() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try (HttpServer quick = start(QUICK)) {
            for (int at = 0; at < 4; at++) sockets.add(new Socket(InetAddress.getLoopbackAddress(), port(quick)));
            assertThat(sockets.getLast().getInputStream().read()).isEqualTo(-1);
        } finally {
            for (Socket socket : sockets) socket.close();
        }
    }

    @Test
    void closingLetsARequestFinish() throws Exception {
        CompletableFuture<HttpResponse<String>> slow =
                client.sendAsync(to("/slow").build(), BodyHandlers.ofString());
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        Thread closing = Thread.ofVirtual().start(server::close);
        go.countDown();
        assertThat(slow.get(30, TimeUnit.SECONDS).body()).isEqualTo("done");
        closing.join();
        assertThatThrownBy(() -> get("/hello")).isInstanceOf(IOException.class);
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        assertThatThrownBy(() -> new HttpServer(server.address(), Serving.DEFAULT, routes()).close())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("can't listen on")
                .hasMessageContaining("already in use");
    }
}
