package dev.muster.it.sip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// coturn, by which browsers get out of networks that let nothing through.
public final class Coturn implements AutoCloseable {
    private static final String NAME = "coturn";
    private static final String PROGRAM = "turnserver";

    private final Process process;
    private final Path log;

    private Coturn(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// What is missing, and what to do about it.
    public static Optional<String> missing() {
        return Peers.missing(NAME, PROGRAM);
    }

    /// Takes tickets that are signed by that secret.
    public static Coturn start(Path folder, int port, String secret) throws IOException {
        Path log = folder.resolve("coturn.log");
        Process process = new ProcessBuilder(
                        Peers.program(NAME, PROGRAM).toString(),
                        "-n",
                        "--listening-ip=127.0.0.1",
                        "--listening-port=" + port,
                        "--relay-ip=127.0.0.1",
                        "--allow-loopback-peers",
                        "--use-auth-secret",
                        "--static-auth-secret=" + secret,
                        "--realm=turn.example.org",
                        "--no-tls",
                        "--no-dtls",
                        "--no-cli",
                        "--verbose",
                        "--log-file=stdout",
                        "--simple-log",
                        "--pidfile=" + folder.resolve("pid"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Coturn(process, log);
    }

    /// All that it has said.
    public String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
