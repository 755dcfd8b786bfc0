package dev.muster.it.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.muster.sip.dtls.Identity;
import dev.muster.sip.dtls.Rehearsal;
import dev.muster.sip.ice.Listening;
import dev.muster.sip.ice.Port;
import dev.muster.sip.leg.Answer;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.web.WebLeg;
import dev.muster.sip.web.WebLegs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/// The part of the bridge that browsers see, with one leg that says back what it hears, and a page for it.
final class Bridge implements AutoCloseable {
    private final Port port;
    private final HttpServer server;
    private final WebLeg leg;
    final EchoOwner owner = new EchoOwner();

    /// What the page has seen in the end, as JSON.
    final CompletableFuture<String> seen = new CompletableFuture<>();

    Bridge() throws IOException, InterruptedException {
        var random = new SecureRandom();
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        port = Port.open(List.of(new Listening(here, List.of())), random, System::nanoTime);
        Identity identity = Identity.create(random, InstantSource.system());
        if (!Rehearsal.hold(identity)) throw new IllegalStateException("the rehearsal failed");
        leg = new WebLegs(port, identity, InstantSource.system(), System::nanoTime, random, (_, _) -> {}).open(owner);
        owner.owns(leg);
        server = HttpServer.create(here, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        answer("/page", "text/html", _ -> page());
        answer("/offer", "application/sdp", this::answered);
        answer("/call", "application/sdp", _ -> leg.offer());
        answer("/answer", "text/plain", answer -> leg.accept(parsed(answer)).toString());
        answer("/seen", "text/plain", result -> seen.complete(result) ? "thanks" : "again?");
        server.start();
    }

    private static String page() {
        try (InputStream page = Objects.requireNonNull(Bridge.class.getResourceAsStream("page.html"))) {
            return new String(page.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String answered(String offer) {
        return switch (leg.answer(parsed(offer))) {
            case Answer.Given(var description, var _) -> description;
            case Answer.Refused(var why) -> throw new AssertionError("refused: " + why);
            case Answer.TooLate() -> throw new AssertionError("too late");
        };
    }

    private static Sdp parsed(String description) {
        return Sdp.parse(description).orElseThrow();
    }

    private void answer(String path, String type, UnaryOperator<String> says) {
        server.createContext(path, exchange -> {
            try (exchange) {
                String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                reply(exchange, type, says.apply(asked));
            } catch (RuntimeException | AssertionError e) {
                seen.completeExceptionally(e);
            }
        });
    }

    private static void reply(HttpExchange exchange, String type, String answer) throws IOException {
        byte[] body = answer.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    /// @param play what the page is to do
    URI page(String play) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/page#" + play);
    }

    @Override
    public void close() {
        leg.close();
        server.stop(0);
        port.close();
    }
}
