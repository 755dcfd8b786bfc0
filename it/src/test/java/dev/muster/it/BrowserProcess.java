package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A browser without a window, until it is closed, with a line to it.
public record BrowserProcess(Process process, URI line) implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;

    /// @param ready what it prints before the address of its line
    static BrowserProcess start(List<String> command, Map<String, String> environment, Path folder, String ready)
            throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        var line = new CompletableFuture<URI>();
        Thread.ofVirtual().start(() -> read(process, ready, line));
        try {
            return new BrowserProcess(
                    process, line.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join());
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /// To its end: else the browser would wait for a reader.
    private static void read(Process process, String ready, CompletableFuture<URI> line) {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String text = output.readLine(); text != null; text = output.readLine()) {
                if (text.startsWith(ready))
                    line.complete(URI.create(text.substring(ready.length()).strip()));
            }
            line.completeExceptionally(new IOException("the browser has ended"));
        } catch (IOException e) {
            line.completeExceptionally(e);
        }
    }

    /// Waits for all of it, so that nobody writes into its folder any more.
    @Override
    public void close() {
        end(process);
    }

    /// The same for one that was started elsewhere.
    public static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(
                it -> it.onExit().orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join());
    }
}
