package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
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
        // Files instead of pipes: nobody has to read and write at the same time.
        Path in = Files.writeString(Files.createTempFile(folder, "in", ""), input);
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
        Process process = builder.start();
        try {
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("muster " + List.of(arguments) + " is not done in time");
            }
            return new Run(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
