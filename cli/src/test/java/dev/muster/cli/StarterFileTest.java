package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.config.Configuration;
import dev.muster.kit.config.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `muster.toml` says of itself is what the code does.
@NullMarked
class StarterFileTest {
    /// A key that is set to its default stands behind a `#`, without a space.
    private static final Pattern DEFAULT = Pattern.compile("(?m)^#(?=[a-z_]+ = )");

    @TempDir
    private Path folder;

    @Test
    void asItIsItChangesNothing() throws IOException {
        Configuration shipped = configuration(text());
        assertThat(shipped.keysInFile()).isEmpty();
        assertThat(shipped.onto(MusterConfig.DEFAULT)).isEqualTo(inFolder());
    }

    @Test
    void itExplainsEveryKeyAndNoOther() throws IOException {
        assertThat(everythingSet().keysInFile()).isEqualTo(Configuration.keysOf(MusterConfig.class));
    }

    @Test
    void everyDefaultItNamesIsTheDefault() throws IOException {
        assertThat(everythingSet().onto(MusterConfig.DEFAULT)).isEqualTo(inFolder());
    }

    /// What stands between two keys, or before the first: somebody has to know what they are about to change.
    @Test
    void everyKeyHasAWordBesideIt() throws IOException {
        String table = "";
        boolean isExplained = false;
        for (String line : text().lines().toList()) {
            if (line.startsWith("[")) table = line;
            boolean isKey = DEFAULT.matcher(line).find();
            assertThat(!isKey || isExplained || table.equals("[relay.description]"))
                    .as(line)
                    .isTrue();
            isExplained = line.startsWith("# ") || (isKey && isExplained);
        }
    }

    private static String text() {
        return new String(StarterFile.content(), UTF_8);
    }

    private Configuration everythingSet() throws IOException {
        return configuration(DEFAULT.matcher(text()).replaceAll(""));
    }

    private Configuration configuration(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("muster.toml"), text);
        return Configuration.read(new Sources(Optional.of(file), Map.of(), List.of(), folder));
    }

    /// Paths start from the file's folder.
    private MusterConfig inFolder() {
        var nothing = new Sources(Optional.empty(), Map.of(), List.of(), folder.toAbsolutePath());
        return Configuration.read(nothing).onto(MusterConfig.DEFAULT);
    }
}
