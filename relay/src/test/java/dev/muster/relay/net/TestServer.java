package dev.muster.relay.net;

import dev.muster.relay.policy.Access;
import dev.muster.relay.policy.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A server on some free port of this machine, whose conversations say back what they hear.
final class TestServer implements AutoCloseable {
    /// What a test may want to have otherwise.
    static final class Setting {
        String publicUrl = "ws://relay.example";
        Optional<Path> certificate = Optional.empty();
        Optional<Path> key = Optional.empty();
        List<String> proxies = List.of();
        int connections = 1000;
        int connectionsPerAddress = 1000;
        int connectsPerSecond = 1000;
        int connectBurst = 1000;
        int pendingBytes = 4 << 20;
        Duration ping = Duration.ofMinutes(1);
        Duration handshake = Duration.ofSeconds(10);
        int messageBytes = 1 << 20;
        long incoming = 64 << 20;
        long outgoing = 64 << 20;
        Optional<String> trouble = Optional.empty();

        Listening listening() {
            return new Listening(
                    "127.0.0.1:0",
                    Optional.of(URI.create(publicUrl)),
                    certificate,
                    key,
                    proxies,
                    connections,
                    connectionsPerAddress,
                    connectsPerSecond,
                    connectBurst,
                    pendingBytes,
                    ping,
                    2);
        }

        Bounds bounds() {
            return new Bounds(handshake, incoming, outgoing);
        }

        Limits limits() {
            Limits d = Limits.DEFAULT;
            return new Limits(
                    messageBytes,
                    d.subscriptions(),
                    d.filters(),
                    d.filterValues(),
                    d.defaultLimit(),
                    d.maxLimit(),
                    d.eventTags(),
                    d.contentCharacters(),
                    d.oldest(),
                    d.future(),
                    d.wrapFuture(),
                    d.work(),
                    d.eventsPerSecond(),
                    d.eventBurst(),
                    d.wrapsPerSecond(),
                    d.wrapBurst(),
                    d.requestsPerSecond(),
                    d.requestBurst(),
                    d.syncs(),
                    d.syncEvents(),
                    d.syncIdle());
        }

        Pages pages() {
            return new Pages(
                    () -> new Information(
                            Description.DEFAULT, limits(), Access.DEFAULT, true, Optional.empty(), "1.2.3"),
                    () -> new Figures(3, 17, 1_234_567, Duration.ofHours(30)),
                    () -> trouble,
                    () -> "muster_relay_connections 0\n");
        }
    }

    final Echo echo = new Echo();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Setting setting;
    final Server server;

    private TestServer(Setting setting) throws IOException {
        this.setting = setting;
        server = Server.start(setting.listening(), setting.limits(), echo, setting.pages(), metrics, setting.bounds());
    }

    static TestServer start() throws IOException {
        return start(_ -> {});
    }

    static TestServer start(Consumer<Setting> changes) throws IOException {
        var setting = new Setting();
        changes.accept(setting);
        return new TestServer(setting);
    }

    URI http(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }

    double count(String name, String... tags) {
        return metrics.get(name).tags(tags).counter().count();
    }

    /// How many connections have ended for this reason.
    double ended(String reason) {
        return count("muster.relay.connections.ended", "reason", reason);
    }

    @Override
    public void close() {
        server.close();
    }
}
