package dev.muster.relay;

import static dev.muster.nostr.event.Events.RANDOM;

import dev.muster.kit.config.Configuration;
import dev.muster.kit.config.Sources;
import dev.muster.nostr.client.FreePort;
import dev.muster.relay.policy.Access;
import dev.muster.relay.policy.Limits;
import dev.muster.relay.store.Keeping;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A real relay for each test: a port of its own, a store in a folder of its own.
///
/// ```
/// @RegisterExtension
/// final TestRelay relay = TestRelay.onLoopback();
/// ```
public final class TestRelay implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private MeterRegistry metrics = new SimpleMeterRegistry();
    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private RelayConfig config = RelayConfig.DEFAULT;
    private @Nullable Path folder;
    private @Nullable Relay relay;
    private boolean isShared;

    private TestRelay() {}

    public static TestRelay onLoopback() {
        return new TestRelay();
    }

    public TestRelay with(Access access) {
        config = new RelayConfig(
                config.data(),
                config.net(),
                config.description(),
                access,
                config.limits(),
                config.keeping(),
                config.push());
        return this;
    }

    public TestRelay with(Limits limits) {
        config = new RelayConfig(
                config.data(),
                config.net(),
                config.description(),
                config.access(),
                limits,
                config.keeping(),
                config.push());
        return this;
    }

    public TestRelay with(Keeping keeping) {
        config = new RelayConfig(
                config.data(),
                config.net(),
                config.description(),
                config.access(),
                config.limits(),
                keeping,
                config.push());
        return this;
    }

    /// Configures it as the section `[relay]` of `muster.toml` would: `set("limits.syncs=2")`.
    public TestRelay set(String... settings) {
        List<String> sets = Stream.of(settings).map(each -> "relay." + each).toList();
        var sources = new Sources(Optional.empty(), Map.of(), sets, Path.of("").toAbsolutePath());
        config = Configuration.read(sources).onto(new Sections(config)).relay();
        return this;
    }

    private record Sections(RelayConfig relay) {}

    /// In a static field it is one relay for all tests of the class.
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        isShared = true;
        open();
    }

    /// Can be called once more in a test that wants a second one of the same configuration.
    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        if (!isShared) open();
    }

    private void open() throws IOException {
        folder = Files.createTempDirectory("muster-relay");
        start();
    }

    private void start() throws IOException {
        set("data=" + folder().resolve("data"), "net.listen=127.0.0.1:" + FreePort.any(), "net.public_url=");
        startInPlace();
    }

    private void startInPlace() throws IOException {
        metrics = new SimpleMeterRegistry();
        var surroundings = new Relay.Surroundings(this::now, RANDOM, metrics, () -> "", "test");
        relay = Relay.start(config, surroundings);
    }

    private Instant now() {
        return Instant.now().plus(ahead.get());
    }

    /// Sets the relay's clock ahead.
    public void advance(Duration time) {
        ahead.updateAndGet(before -> before.plus(time));
    }

    public Relay relay() {
        if (relay == null) throw new IllegalStateException("only within a test");
        return relay;
    }

    private Path folder() {
        if (folder == null) throw new IllegalStateException("only within a test");
        return folder;
    }

    /// Where its data is.
    public Path data() {
        return folder().resolve("data");
    }

    /// What it has counted since it was started.
    public MeterRegistry metrics() {
        return metrics;
    }

    public URI url() {
        return relay().url();
    }

    /// Stops it and starts it again, on another port, with the same data.
    public void restart() throws IOException {
        relay().close();
        start();
    }

    /// The same, on the same port: it is called what it was called before.
    public void restartInPlace() throws IOException {
        relay().close();
        startInPlace();
    }

    /// Changes its rules while it runs.
    public void reload(Access access) throws IOException {
        with(access);
        relay().reload(config);
    }

    /// Changes its configuration while it runs.
    public void reload(String... settings) throws IOException {
        set(settings);
        relay().reload(config);
    }

    /// A client on a connection of its own.
    public Wire client() {
        var wire = Wire.to(url());
        wires.add(wire);
        return wire;
    }

    /// A client that comes from another of this machine's addresses.
    public Wire clientFrom(String address) {
        var wire = Wire.from(address, url());
        wires.add(wire);
        return wire;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        wires.forEach(Wire::close);
        wires.clear();
        if (!isShared) close();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (isShared) close();
    }

    private void close() {
        if (relay != null) relay.close();
        relay = null;
        try (Stream<Path> files = Files.walk(folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
