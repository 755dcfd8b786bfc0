package dev.muster.sip.ua;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// SIPp, which plays a scenario from a file, in a process of its own.
final class Sipp implements AutoCloseable {
    private static final int SECONDS = 30;

    private final Process process;

    private Sipp(Process process) {
        this.process = process;
    }

    /// Where it is: fetched by `./verify`, or installed.
    static Optional<Path> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Stream.of(Path.of("../build/peers/sipp/sipp")),
                        Arrays.stream(path.split(":", -1)).map(folder -> Path.of(folder, "sipp")))
                .filter(Files::isExecutable)
                .map(program -> program.toAbsolutePath().normalize())
                .findFirst();
    }

    /// Plays a scenario once.
    ///
    /// @param options of its own, such as whom to call
    static Sipp plays(String scenario, int port, Transport transport, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program().orElseThrow().toString(),
                "-sf",
                file(scenario).toString(),
                "-i",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-t",
                transport == Transport.TCP ? "t1" : "u1",
                "-m",
                "1",
                "-nostdin",
                "-timeout",
                SECONDS + "s",
                "-timeout_error"));
        command.addAll(List.of(options));
        return new Sipp(new ProcessBuilder(command)
                .directory(Files.createTempDirectory("sipp").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.PIPE)
                .start());
    }

    private static Path file(String scenario) {
        try {
            var file = Sipp.class.getResource(scenario + ".xml");
            if (file == null) throw new AssertionError("no scenario " + scenario);
            return Path.of(file.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /// @throws AssertionError with what it says, if it has heard something else than in its scenario
    void end() throws Exception {
        String said = new String(process.getErrorStream().readAllBytes(), UTF_8);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0)
            throw new AssertionError("SIPp: " + said);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
