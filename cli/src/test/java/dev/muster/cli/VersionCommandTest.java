package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@NullMarked
class VersionCommandTest {
    private final StringWriter out = new StringWriter();
    private final CommandLine muster = Muster.commandLine().setOut(new PrintWriter(out));

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version"})
    void saysWhatRunsHere(String command) {
        assertThat(muster.execute(command)).isZero();
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("muster \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?( \\(commit \\p{XDigit}+(-dirty)?\\))?"),
                        line -> assertThat(line).startsWith("java " + Runtime.version()),
                        line -> assertThat(line).matches("curve (libsecp256k1|BouncyCastle)"));
    }

    @Test
    void unknownCommandIsAUsageError() {
        muster.setErr(new PrintWriter(new StringWriter()));
        assertThat(muster.execute("gather")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
    }
}
