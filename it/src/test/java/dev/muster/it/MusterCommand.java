package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The `muster` command, each time in a process of its own, as its users start it.
///
/// @param folder for what it reads and writes
/// @param environment the variables that it sees besides those of this process
record MusterCommand(Path folder, Map<String, String> environment) {
    private static final long DEADLINE_SECONDS = 60;

    /// What it has left behind.
    record Run(int exitCode, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }

        /// Its output, if it did what it was asked to.
        String orFail() {
            if (exitCode != 0) throw new AssertionError("exit code " + exitCode + "\n" + err + out);
            return out.strip();
        }
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        return reading("", arguments);
    }

    Run reading(String input, String... arguments) throws IOException, InterruptedException {
        try (Underway underway = begin(Files.writeString(Files.createTempFile(folder, "in", ""), input), arguments)) {
            return underway.end();
        }
    }

    /// Begins what lasts.
    Underway begin(String... arguments) throws IOException {
        return begin(Files.createTempFile(folder, "in", ""), arguments);
    }

    private Underway begin(Path in, String... arguments) throws IOException {
        // Files instead of pipes: nobody has to read and write at the same time.
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.muster.cli.Muster"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MUSTER_"));
        builder.environment().putAll(environment);
        return new Underway(builder.start(), out, err);
    }

    /// A command that isn't done yet.
    record Underway(Process process, Path printed, Path complained) implements AutoCloseable {
        private static final Path STATUS = Path.of("/proc/self/status");
        private static final int INT = 2;

        /// What it has printed so far.
        String out() {
            try {
                return Files.readString(printed, UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// As Ctrl-C does it. What was started in the background heeds that as little as its children do, and is ended
        /// the same way by another signal.
        void interrupt() throws IOException, InterruptedException {
            String signal = isHeeded() ? "-INT" : "-TERM";
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }

        private static boolean isHeeded() throws IOException {
            if (!Files.exists(STATUS)) return true;
            long ignored = Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .mapToLong(line -> Long.parseUnsignedLong(
                            line.substring(line.indexOf(':') + 1).strip(), 16))
                    .findFirst()
                    .orElse(0);
            return (ignored >> (INT - 1) & 1) == 0;
        }

        /// What it has left behind, once it is done.
        Run end() throws IOException, InterruptedException {
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
                throw new AssertionError("muster is not done in time: " + out());
            return new Run(process.exitValue(), out(), Files.readString(complained, UTF_8));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
