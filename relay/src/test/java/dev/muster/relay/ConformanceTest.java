package dev.muster.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// docs/conformance.md says which rule is held by which test, and every rule is held by one.
@Timeout(120)
class ConformanceTest {
    @Test
    void everyRuleHasATestAndTheDocumentSaysWhich() throws Exception {
        // Tests run in the folder of their module.
        Path root = Path.of("..").toRealPath();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process program = new ProcessBuilder(java.toString(), "build/Conformance.java", "--print")
                .directory(root.toFile())
                .start();
        String document = new String(program.getInputStream().readAllBytes(), UTF_8);
        String complaints = new String(program.getErrorStream().readAllBytes(), UTF_8);

        assertThat(program.waitFor()).as(complaints).isZero();
        assertThat(Files.readString(root.resolve("docs/conformance.md")))
                .as("java build/Conformance.java brings it up to date")
                .isEqualTo(document);
    }
}
