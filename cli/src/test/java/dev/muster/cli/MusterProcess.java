package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullMarked;

/// The command in a process of its own, as a user starts it, and as a system stops it.
@NullMarked
final class MusterProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int HUP = 1;

    private final Process process;
    private final BufferedReader out;
    private final Path err;

    private MusterProcess(Process process, Path err) {
        this.process = process;
        this.out = process.inputReader();
        this.err = err;
    }

    static MusterProcess start(Path folder, String... arguments) throws IOException {
        Path err = Files.createTempFile(folder, "err", "");
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.muster.cli.Muster"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MUSTER_"));
        return new MusterProcess(builder.start(), err);
    }

    /// Whether a child of this process can be made to react to SIGHUP: under nohup it ignores it, and so do they.
    static boolean hupIsHeeded() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) return true;
        String mask = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn:\t0");
        long bits = Long.parseUnsignedLong(mask.substring("SigIgn:".length()).strip(), 16);
        return !BitSet.valueOf(new long[] {bits}).get(HUP - 1);
    }

    /// The next line of standard output; `null` as text at its end.
    String line() throws IOException {
        return String.valueOf(out.readLine());
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    void awaitErr(String text) throws IOException, InterruptedException {
        await(() -> {
            try {
                return err().contains(text);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /// kill -9, unless it has ended by itself.
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
