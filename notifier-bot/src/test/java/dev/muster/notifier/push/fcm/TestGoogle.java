package dev.muster.notifier.push.fcm;

import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.nostr.client.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Stands for Google: hands out access tokens, and takes messages or doesn't.
public final class TestGoogle implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    final AtomicInteger tokens = new AtomicInteger();

    /// How long access tokens live.
    volatile int tokenSeconds = 3600;

    private final Map<String, Response> answers = new ConcurrentHashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server;
    private final Path folder;

    /// @param folder where [#makeKeys] has been
    public TestGoogle(Path folder) throws IOException {
        this.folder = folder;
        var tls = new Serving.Tls(folder.resolve("google.pem"), folder.resolve("google.key"));
        server = new HttpServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Serving(Optional.of(tls), 1 << 20, Duration.ofSeconds(30), Duration.ZERO, 1_000),
                new Routes().post("/token", _ -> token()).post("/v1/projects/test-project/messages:send", this::take));
    }

    /// Those of the server, and the account's, which is the same: Google would have two.
    public static void makeKeys(Path folder) throws Exception {
        SelfSigned google = SelfSigned.rsa("localhost");
        Files.writeString(folder.resolve("google.pem"), google.certificatePem());
        Files.writeString(folder.resolve("google.key"), google.keyPem());
        Files.writeString(
                folder.resolve("account.json"),
                JSON.writeValueAsString(Map.of(
                        "type", "service_account",
                        "project_id", "test-project",
                        "private_key_id", "key-1",
                        "private_key", google.keyPem(),
                        "client_email", "muster@test-project.iam.gserviceaccount.com",
                        "client_id", "1")));
    }

    /// Of whoever goes to it with the account's key.
    public FcmConfig config() {
        return config(folder, ((InetSocketAddress) server.address()).getPort());
    }

    /// Of whoever stands for Google on that port.
    ///
    /// @param folder where [#makeKeys] has been
    public static FcmConfig config(Path folder, int port) {
        URI google = URI.create("https://localhost:" + port);
        return new FcmConfig(
                Optional.of(folder.resolve("account.json")),
                google,
                Optional.of(google.resolve("/token")),
                Optional.of(folder.resolve("google.pem")),
                Optional.empty(),
                Duration.ofSeconds(5));
    }

    /// What it answers to messages for that device; for `token`, to those who want an access token.
    public void answers(String device, Response answer) {
        answers.put(device, answer);
    }

    public static Response.Whole error(int status, String word, String reason) {
        var details =
                List.of(Map.of("@type", "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode", reason));
        var error = Map.of("code", status, "status", word, "message", "as the test wants it", "details", details);
        return json(status, Map.of("error", error));
    }

    public static Response.Whole json(int status, Map<String, ?> what) {
        return Response.of(status, "application/json", JSON.writeValueAsBytes(what));
    }

    private Response token() {
        tokens.incrementAndGet();
        Response wanted = answers.get("token");
        return wanted != null
                ? wanted
                : json(200, Map.of("access_token", "let me in", "expires_in", tokenSeconds, "token_type", "Bearer"));
    }

    private Response take(Request request) throws InterruptedException {
        if (!request.header("authorization").equals(Optional.of("Bearer let me in")))
            return json(401, Map.of("error", Map.of("code", 401, "status", "UNAUTHENTICATED", "message", "who?")));
        JsonNode message = JSON.readTree(request.body()).path("message");
        messages.add(message);
        String device = message.path("token").asString();
        if (device.equals("hangs")) end.await();
        Response wanted = answers.get(device);
        return wanted != null ? wanted : json(200, Map.of("name", "projects/test-project/messages/1"));
    }

    long messagesTo(String device) {
        return messages.stream()
                .filter(message -> message.path("token").asString().equals(device))
                .count();
    }

    @Override
    public void close() {
        end.countDown();
        server.close();
    }
}
