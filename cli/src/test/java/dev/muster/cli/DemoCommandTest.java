package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `muster demo`, which is the whole of Muster at once.
@NullMarked
@Timeout(300)
class DemoCommandTest {
    @TempDir
    private Path folder;

    @Test
    void itTellsAWholeSession_andLeavesNothingBehind() throws Exception {
        List<String> story = new ArrayList<>();
        try (MusterProcess demo = MusterProcess.start(folder, "demo", "--keep", "kept")) {
            for (String line = demo.line(); !line.equals("null"); line = demo.line()) story.add(line);
            assertThat(demo.exitCode()).as(demo.err()).isZero();
            assertThat(demo.err()).contains("everything is in " + folder.resolve("kept"));
        }
        assertThat(String.join("\n", story))
                .containsSubsequence(
                        "Medic 101 is announced",
                        "bot  > Eva   You're invited",
                        "3 accepted, 1 declined, 1 tentative",
                        "links are on their way to 4 people",
                        "Dan  opens a page (403)",
                        "bot  > Eva   Medic 101 has started",
                        "5 reached",
                        "Your certificate: ",
                        "Ana opens her link once more (410)",
                        "valid      Medic 101",
                        "AAAA-AAAA-AAAA  unknown",
                        "gets 0 of them")
                // No link that works stands in what people copy into a bug report.
                .doesNotContainPattern("\\?t=[A-Za-z0-9_-]{10}");
        assertThat(below("kept")).contains("muster.toml", "keys", "data");
        assertThat(below("")).filteredOn(name -> !name.startsWith("err")).containsExactly("kept");
    }

    @Test
    void aFolderThatIsThereIsLeftAlone() throws IOException {
        Files.createDirectory(folder.resolve("mine"));
        var run = new TestShell().in(folder).run("demo", "--keep", "mine");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("is there already");
    }

    private List<String> below(String name) throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve(name))) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }
}
