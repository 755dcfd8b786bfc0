package dev.muster.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class ProcTest {
    @Test
    void theKernelsFilesAreRead(@TempDir Path folder) throws IOException {
        // A name may hold anything.
        Files.writeString(
                folder.resolve("stat"),
                "4711 (a) relay (x)) S 1 4711 4711 0 -1 4194560 500 0 0 0 1234 66 5 6 20 0 30 0 100 1000 200"
                        + " 18446744073709551615\n");
        Files.writeString(
                folder.resolve("smaps_rollup"),
                "00400000-7fff [rollup]\nRss:          123456 kB\nPss:  1 kB\nAnonymous: 77 kB\n");
        Files.writeString(
                folder.resolve("io"),
                "rchar: 1\nwchar: 2\nread_bytes: 3\nwrite_bytes: 40960\ncancelled_write_bytes: 5\n");
        var proc = new Proc(folder);
        assertThat(proc.cpuMicros()).isEqualTo(13_000_000);
        assertThat(proc.residentBytes()).isEqualTo(123_456 * 1024);
        assertThat(proc.ownBytes()).isEqualTo(77 * 1024);
        assertThat(proc.writtenBytes()).isEqualTo(40_960);
    }

    @Test
    void thisProcessHasUsedWhatTheJvmSays() {
        var proc = Proc.of(ProcessHandle.current().pid());
        long jvm =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1_000;
        assertThat(proc.cpuMicros()).isBetween(jvm - 20_000, jvm + 2_000_000);
        assertThat(proc.residentBytes()).isGreaterThan(1 << 20);
    }
}
