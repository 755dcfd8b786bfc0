package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestShell.Run;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `muster version`
@NullMarked
class VersionCommandTest {
    private final TestShell shell = new TestShell();

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version"})
    void saysWhatRunsHere(String command) {
        Run run = shell.run(command);
        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("muster \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?( \\(commit \\p{XDigit}+(-dirty)?\\))?"),
                        line -> assertThat(line).startsWith("java " + Runtime.version()),
                        line -> assertThat(line).matches("curve (libsecp256k1|BouncyCastle)"));
    }

    @Test
    void saysItAsJson() {
        assertThat(shell.run("version", "--json").out())
                .matches("\\{\"muster\":\"[^\"]+\",\"commit\":\"[^\"]*\",\"java\":\"[^\"]+\",\"curve\":\"[^\"]+\"}\n");
    }

    @Test
    void anUnknownCommandIsAUsageError() {
        Run run = shell.run("verison");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("verison", "did you mean: version?", "muster --help");
    }
}
