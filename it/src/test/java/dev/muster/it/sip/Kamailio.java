package dev.muster.it.sip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Kamailio, as a carrier's exchange: it wants to know who registers and who calls, forgets both soon, and stays
/// in the way of calls.
public final class Kamailio implements AutoCloseable {
    public static final String PASSWORD = "right";

    private static final String NAME = "kamailio";
    private static final int SECONDS = 20;

    private final Process process;
    private final Path log;

    private Kamailio(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// What is missing, and what to do about it.
    public static Optional<String> missing() {
        return Peers.missing(NAME, NAME);
    }

    /// Passes calls on.
    ///
    /// @param behind the port of the telephone that all calls go to
    public static Kamailio start(Path folder, int port, int behind) throws IOException {
        Path config = folder.resolve("kamailio.cfg");
        try (InputStream file = Objects.requireNonNull(Kamailio.class.getResourceAsStream("kamailio.cfg"))) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(
                    config,
                    text.replace("@PORT@", Integer.toString(port)).replace("@BEHIND@", Integer.toString(behind)));
        }
        Path log = folder.resolve("kamailio.log");
        Process process = new ProcessBuilder(
                        Peers.program(NAME, NAME).toString(),
                        "-L",
                        modules() + "/",
                        "-f",
                        config.toString(),
                        "-E",
                        "-DD",
                        "-m",
                        "32",
                        "-M",
                        "4",
                        "-Y",
                        folder.toString(),
                        "-w",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Kamailio(process, log);
    }

    private static Path modules() throws IOException {
        try (Stream<Path> libraries = Files.list(Peers.program(NAME, "usr/lib"))) {
            return libraries
                    .map(library -> library.resolve("kamailio/modules"))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// How often it has said that of what it heard.
    public int count(String word) {
        try {
            return Files.readString(log).split(word, -1).length - 1;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Its children end with it, if it is asked kindly.
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
