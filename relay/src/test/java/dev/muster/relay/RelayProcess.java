package dev.muster.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.config.Configuration;
import dev.muster.kit.config.Sources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A relay in a process of its own, to be killed. Does what it reads on standard input: `compact`, `backup FOLDER`.
final class RelayProcess implements AutoCloseable {
    private final Process process;
    private final URI url;
    private final BufferedReader says;

    record Sections(RelayConfig relay) {}

    /// @param around what to run it under, such as `strace`
    static RelayProcess start(Path data, int port, List<String> around) throws IOException {
        var command = new ArrayList<>(around);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                RelayProcess.class.getName(),
                data.toString(),
                Integer.toString(port)));
        return new RelayProcess(
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start(),
                URI.create("ws://127.0.0.1:" + port));
    }

    private RelayProcess(Process process, URI url) throws IOException {
        this.process = process;
        this.url = url;
        says = process.inputReader(UTF_8);
        String first = says.readLine();
        if (!"ready".equals(first)) throw new IOException("the relay did not start: " + first);
    }

    URI url() {
        return url;
    }

    /// Asks for something, without waiting for it.
    void ask(String what) {
        try {
            process.outputWriter(UTF_8).append(what).append('\n').flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What it says when it is done.
    String answer() throws IOException {
        return says.readLine();
    }

    /// Has it come to its end.
    void stop() throws IOException {
        process.outputWriter(UTF_8).close();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    /// `kill -9`.
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }

    // Runs in the process

    public static void main(String[] args) throws IOException {
        var sets = List.of(
                "relay.data=" + args[0],
                "relay.net.listen=127.0.0.1:" + args[1],
                "relay.limits.events_per_second=0",
                "relay.limits.wraps_per_second=0",
                "relay.limits.requests_per_second=0");
        var sources = new Sources(Optional.empty(), Map.of(), sets, Path.of("").toAbsolutePath());
        RelayConfig config = Configuration.read(sources)
                .onto(new Sections(RelayConfig.DEFAULT))
                .relay();
        var surroundings = new Relay.Surroundings(
                InstantSource.system(), new SecureRandom(), new SimpleMeterRegistry(), () -> "", "test");
        try (Relay relay = Relay.start(config, surroundings)) {
            System.out.println("ready");
            var orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                String[] words = order.split(" ", 2);
                switch (words[0]) {
                    case "compact" -> relay.store().compact();
                    case "backup" -> relay.store().checkpoint(Path.of(words[1]));
                    default -> throw new IllegalArgumentException(order);
                }
                System.out.println("done");
            }
        }
    }
}
