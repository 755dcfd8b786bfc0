package dev.muster.relay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;

/// A small disk of its own, for what can't be tried on the machine's. Skips the test where it may not be mounted.
final class Tmpfs implements AutoCloseable {
    private final Path folder;

    Tmpfs(Path folder, String size) {
        this.folder = folder;
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString()) == 0,
                "skipped: only root may mount a disk for this test");
    }

    void makeReadOnly() {
        assertThat(run("mount", "-o", "remount,ro", folder.toString())).isZero();
    }

    @Override
    public void close() {
        assertThat(run("umount", "-l", folder.toString())).isZero();
    }

    private static int run(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
        } catch (IOException notInstalled) {
            return -1;
        }
    }
}
