package dev.muster.bench.load;

import dev.muster.bench.wire.Door;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The relay that is measured: a process of its own.
final class Server implements AutoCloseable {
    private static final Duration TO_START = Duration.ofMinutes(1);
    private static final Duration TO_STOP = Duration.ofMinutes(2);

    private final URI uri;
    private final Duration startUp;
    private final @Nullable Process process;
    private final ProcessHandle serving;

    private Server(URI uri, Duration startUp, @Nullable Process process, ProcessHandle serving) {
        this.uri = uri;
        this.startUp = startUp;
        this.process = process;
        this.serving = serving;
    }

    /// Starts one and waits until it takes connections.
    ///
    /// @param command a line for the shell, with `{data}` and `{port}`
    /// @param data its folder; what it prints goes into a file beside it
    static Server start(String command, Path data) throws IOException, InterruptedException {
        int port = freePort();
        String line = command.replace("{data}", data.toString()).replace("{port}", Integer.toString(port));
        Path log = data.resolveSibling(data.getFileName() + ".log");
        long start = System.nanoTime();
        Process process = new ProcessBuilder("/bin/sh", "-c", line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        while (!accepts(port)) {
            if (process.waitFor(2, TimeUnit.MILLISECONDS)) {
                throw new IOException("the relay ended with " + process.exitValue() + ", see " + log);
            }
            if (System.nanoTime() - start > TO_START.toNanos()) {
                process.destroyForcibly();
                throw new IOException("the relay took no connection within a minute, see " + log);
            }
        }
        Duration startUp = Duration.ofNanos(System.nanoTime() - start);
        URI uri = URI.create("ws://127.0.0.1:" + port);
        return new Server(uri, startUp, process, innermost(process.toHandle()));
    }

    /// One that somebody else has started, and will stop.
    static Server attached(URI uri, long pid) {
        ProcessHandle serving = ProcessHandle.of(pid)
                .orElseThrow(() -> new IllegalArgumentException("there is no process with this id: " + pid));
        return new Server(uri, Duration.ZERO, null, serving);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Shells start what they were told to as a child, unless they were told to `exec` it.
    private static ProcessHandle innermost(ProcessHandle process) {
        return process.children().findFirst().map(Server::innermost).orElse(process);
    }

    URI uri() {
        return uri;
    }

    Door door() {
        return Door.to(uri);
    }

    Proc proc() {
        return Proc.of(serving.pid());
    }

    /// How long it took from the command to the first connection.
    Duration startUp() {
        return startUp;
    }

    /// Has it end as an operator would, and waits for that.
    @Override
    public void close() {
        if (process == null) return;
        serving.destroy();
        try {
            if (!process.waitFor(TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
                serving.destroyForcibly();
                throw new UncheckedIOException(new IOException("the relay did not end within two minutes of SIGTERM"));
            }
        } catch (InterruptedException e) {
            serving.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
