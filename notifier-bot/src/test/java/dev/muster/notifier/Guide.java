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

    /// The first block of a guide in that language below a comment of that name: what readers copy.
    public static String block(String file, String language, String name) throws IOException {
        var block = Pattern.compile(
                "<!-- " + Pattern.quote(name) + " -->\\n```" + language + "\\n(.*?)```", Pattern.DOTALL);
        Matcher matcher = block.matcher(Files.readString(FOLDER.resolve(file)));
        if (!matcher.find()) throw new IllegalArgumentException(file + " has no " + language + " named " + name);
        return matcher.group(1);
    }

    @Override
    public String toString() {
        return file + ": " + name;
    }
}
