package dev.muster.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A line to a browser: numbered commands go in, results and events come out. Chrome's DevTools and WebDriver
/// BiDi number theirs alike.
final class BrowserWire implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /// Longer than a picture of a page takes where everything else runs as well.
    private static final long DEADLINE_SECONDS = 120;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong last = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final Consumer<JsonNode> events;
    private final WebSocket socket;

    /// @param events hears what nobody has asked for
    BrowserWire(URI address, Consumer<JsonNode> events) {
        this.events = events;
        this.socket = client.newWebSocketBuilder()
                .buildAsync(address, new Listener())
                .orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    JsonNode ask(String method, ObjectNode params) {
        return ask(object().put("method", method).set("params", params));
    }

    /// @throws AssertionError if the browser refuses
    JsonNode ask(JsonNode command) {
        return result(say(command));
    }

    static JsonNode result(JsonNode said) {
        if (said.has("error")) throw new AssertionError("the browser refuses: " + said);
        return said.path("result");
    }

    /// Gives back what it says, even if it refuses.
    JsonNode say(JsonNode command) {
        long number = last.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        asked.put(number, answer);
        String text = ((ObjectNode) command).put("id", number).toString();
        synchronized (socket) {
            socket.sendText(text, true).join();
        }
        return answer.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
    }

    private void hear(String text) {
        JsonNode said = JSON.readTree(text);
        CompletableFuture<JsonNode> answer = asked.remove(said.path("id").asLong(0));
        if (answer == null) events.accept(said);
        else answer.complete(said);
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean isLast) {
            text.append(data);
            if (isLast) {
                hear(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }
}
