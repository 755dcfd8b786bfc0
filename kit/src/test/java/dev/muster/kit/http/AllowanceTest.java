package dev.muster.kit.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AllowanceTest {
    private static final int USUAL = 1000;
    private static final int MORE = 3 << 20;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpServer server;

    AllowanceTest() throws IOException {
        server = new HttpServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Serving.DEFAULT,
                new Routes()
                        .post("/up", request -> Response.text(200, "" + request.body().length))
                        .get("/hello", request -> Response.text(200, "hello")),
                head -> head.path().equals("/up") && head.header("x-known").equals(Optional.of("yes")) ? MORE : USUAL);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private String up(BodyPublisher body, boolean isKnown) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.url() + "/up")).POST(body);
        if (isKnown) request.header("x-known", "yes");
        var response = client.send(request.build(), BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private static BodyPublisher sized(int length) {
        return BodyPublishers.ofByteArray(new byte[length]);
    }

    /// In chunks, so that nobody knows how long it is going to be.
    private static BodyPublisher chunked(int length) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[length]));
    }

    @Test
    void whoIsKnownMaySendMore() throws Exception {
        assertThat(up(sized(MORE), true)).isEqualTo("200 " + MORE);
        assertThat(up(chunked(MORE), true)).isEqualTo("200 " + MORE);
        assertThat(up(sized(MORE + 1), true)).isEqualTo("413 ");
        assertThat(up(chunked(MORE + 1), true)).isEqualTo("413 ");
    }

    @Test
    void nobodyElseMay() throws Exception {
        assertThat(up(sized(USUAL), false)).isEqualTo("200 " + USUAL);
        assertThat(up(chunked(USUAL), false)).isEqualTo("200 " + USUAL);
        assertThat(up(sized(USUAL + 1), false)).isEqualTo("413 ");
        assertThat(up(chunked(USUAL + 1), false)).isEqualTo("413 ");
    }

    @Test
    void eachRequestOfAConnectionIsAllowedItsOwn() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(up(sized(MORE), true)).isEqualTo("200 " + MORE);
            assertThat(up(sized(USUAL), false)).isEqualTo("200 " + USUAL);
        }
    }

    @Test
    void whoAsksFirstWhetherTheyMayIsToldNo() throws Exception {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.url().getPort())) {
            socket.getOutputStream()
                    .write("POST /up HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 5000\r\n\r\n"
                            .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void anAddressThatIsNoneIsStill400() throws Exception {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.url().getPort())) {
            socket.getOutputStream().write("GET /%zz HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 400");
        }
    }
}
