package dev.muster.it.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.muster.it.BrowserProcess;
import dev.muster.it.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A page in Chromium that calls telephones as BuildIt's does: of another origin than the bridge's.
final class CallPage implements AutoCloseable {
    private static final int SECONDS = 120;

    private final HttpServer server;
    private final Process browser;
    private final CompletableFuture<String> seen = new CompletableFuture<>();

    /// How far it has come.
    final List<String> steps = new CopyOnWriteArrayList<>();

    /// @param base what stands in the app for the bridge
    /// @param phone whom it calls
    CallPage(Path folder, String base, String phone) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        answer("/page", "text/html", _ -> page());
        answer("/step", "text/plain", step -> steps.add(step) ? "on" : "");
        answer("/seen", "text/plain", result -> seen.complete(result) ? "thanks" : "again?");
        server.start();
        String wanted = URLEncoder.encode(base + " " + phone, UTF_8).replace("+", "%20");
        browser = browse(folder, "http://127.0.0.1:" + server.getAddress().getPort() + "/page#" + wanted);
    }

    private static String page() {
        try (InputStream page = Objects.requireNonNull(CallPage.class.getResourceAsStream("buildit.html"))) {
            return new String(page.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(String path, String type, UnaryOperator<String> says) {
        server.createContext(path, exchange -> {
            try (exchange) {
                String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                reply(exchange, type, says.apply(asked));
            }
        });
    }

    private static void reply(HttpExchange exchange, String type, String answer) throws IOException {
        byte[] body = answer.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static Process browse(Path folder, String address) throws IOException {
        var command = new ProcessBuilder(
                        Chromium.installed().orElseThrow().program().toString(),
                        "--headless",
                        // Which takes rights that few containers give. The page is ours.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--no-proxy-server",
                        "--disable-background-networking",
                        "--allow-loopback-in-peer-connection",
                        "--autoplay-policy=no-user-gesture-required",
                        "--user-data-dir=" + folder.resolve("profile"),
                        address)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile());
        command.environment().put("TMPDIR", folder.toString());
        return command.start();
    }

    /// What it has seen in the end.
    JsonNode seen() throws Exception {
        return JsonMapper.shared().readTree(seen.get(SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public void close() {
        BrowserProcess.end(browser);
        server.stop(0);
    }
}
