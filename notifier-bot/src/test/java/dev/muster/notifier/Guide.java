package dev.muster.notifier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/// The examples in the guides for apps: each block of JSON below a comment that names it.
@NullMarked
public record Guide(String file, String name, String json) {
    private static final Path FOLDER = Path.of("..", "docs", "apps");
    private static final Pattern EXAMPLE = Pattern.compile("<!-- ([^>]+) -->\\n```json\\n(.*?)```", Pattern.DOTALL);

    public static List<Guide> examples() {
        var examples = new ArrayList<Guide>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                Matcher matcher = EXAMPLE.matcher(Files.readString(file));
                while (matcher.find())
                    examples.add(new Guide(String.valueOf(file.getFileName()), matcher.group(1), matcher.group(2)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return examples;
    }

    @Override
    public String toString() {
        return file + ": " + name;
    }
}
