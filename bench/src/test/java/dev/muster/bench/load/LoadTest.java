package dev.muster.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LoadTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void itNeedsAScenarioAndARelay() {
        assertThat(load("all")).isEqualTo(2);
        assertThat(load("nonsense", "--server", "true")).isEqualTo(2);
        assertThat(load("all", "--server", "true", "--url", "ws://127.0.0.1:1")).isEqualTo(2);
        assertThat(said.toString(UTF_8)).contains("either --server or --url");
    }

    @Test
    void aRelayThatDoesNotStartFailsTheScenario() {
        assertThat(load("duplicates", "--server", "echo no such thing; exit 3")).isEqualTo(1);
        assertThat(said.toString(UTF_8)).contains("the relay ended with 3", "FAILED: duplicates");
    }

    private int load(String... arguments) {
        var print = new PrintStream(said, true, UTF_8);
        var all = new java.util.ArrayList<>(List.of(arguments));
        for (String place : List.of("cache", "data", "out")) {
            all.addAll(List.of("--" + place, folder.resolve(place).toString()));
        }
        return Load.run(all, print, print);
    }
}
