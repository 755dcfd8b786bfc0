package dev.muster.kit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DaemonTest {
    private static final int HUP = 1;
    private static final int INT = 2;

    private final List<String> closed = new ArrayList<>();

    @Test
    void partsCloseInReverse_whateverBecomesOfOne() {
        try (var daemon = new Daemon()) {
            daemon.<AutoCloseable>with(() -> closed.add("store"));
            daemon.<AutoCloseable>with(() -> {
                throw new IOException("stuck");
            });
            daemon.<AutoCloseable>with(() -> closed.add("net"));
        }
        assertThat(closed).containsExactly("net", "store");
    }

    @Test
    void aReloadThatFailsChangesNothing() {
        try (var daemon = new Daemon()) {
            daemon.onReload(() -> {
                throw new IllegalArgumentException("bad value");
            });
            daemon.reload();
            daemon.stop();
        }
        assertThat(closed).isEmpty();
    }

    @Test
    void sigtermDrainsAndExitsWithZero() throws Exception {
        try (var child = new Child("quick")) {
            assertThat(child.line()).isEqualTo("ready");
            child.signal("TERM");
            assertThat(child.line()).isEqualTo("drained");
            assertThat(child.exitCode()).isZero();
        }
    }

    @Test
    void sighupReloadsAndGoesOn() throws Exception {
        assumeThat(ignored())
                .as("signals that are ignored here, as under nohup")
                .doesNotContain(HUP, INT);
        try (var child = new Child("quick")) {
            assertThat(child.line()).isEqualTo("ready");
            child.signal("HUP");
            assertThat(child.line()).isEqualTo("reloaded");
            child.signal("HUP");
            assertThat(child.line()).isEqualTo("reloaded");
            child.signal("INT");
            assertThat(child.line()).isEqualTo("drained");
            assertThat(child.exitCode()).isZero();
        }
    }

    @Test
    void aSecondSignalDoesNotWaitForTheDrain() throws Exception {
        try (var child = new Child("forever")) {
            assertThat(child.line()).isEqualTo("ready");
            child.signal("TERM");
            assertThat(child.line()).isEqualTo("draining");
            child.signal("TERM");
            assertThat(child.exitCode()).isEqualTo(130);
        }
    }

    /// What this process was told to ignore, which its children ignore too, and no program can change.
    private static List<Integer> ignored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) return List.of();
        String mask = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn:\t0");
        var bits = BitSet.valueOf(
                new long[] {Long.parseUnsignedLong(mask.substring(7).strip(), 16)});
        return bits.stream().map(bit -> bit + 1).boxed().toList();
    }

    /// A daemon in a process of its own.
    private static final class Child implements AutoCloseable {
        private final Process process;
        private final BufferedReader out;

        Child(String drain) throws IOException {
            process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Served.class.getName(),
                            drain)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            out = process.inputReader();
        }

        String line() throws IOException {
            return String.valueOf(out.readLine());
        }

        void signal(String name) throws Exception {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        }

        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    static final class Served {
        private Served() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (var daemon = new Daemon()) {
                daemon.heedSignals();
                daemon.<AutoCloseable>with(() -> drain(arguments[0]));
                daemon.onReload(() -> System.out.println("reloaded"));
                System.out.println("ready");
                daemon.serve();
            }
        }

        private static void drain(String how) throws InterruptedException {
            if (how.equals("forever")) {
                System.out.println("draining");
                new CountDownLatch(1).await();
            }
            System.out.println("drained");
        }
    }
}
