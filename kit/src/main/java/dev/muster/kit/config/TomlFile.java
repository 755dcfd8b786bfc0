package dev.muster.kit.config;

import dev.muster.kit.config.Setting.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/// A file in TOML, as the keys that it sets.
final class TomlFile {
    private static final Pattern HEADER = Pattern.compile("\\s*\\[\\s*([\\w\\s.-]+?)\\s*].*");
    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*([\\w\\s.-]+?)\\s*=.*");

    private final Path path;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Setting> settings = new ArrayList<>();

    private TomlFile(Path path) {
        this.path = path;
    }

    static List<Setting> read(Path path) {
        var file = new TomlFile(path);
        String text;
        try {
            text = Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new BadConfiguration("there is no file " + path + " (muster init writes a muster.toml)", e);
        } catch (IOException e) {
            throw new BadConfiguration("can't read " + path + ": " + e.getMessage(), e);
        }
        file.number(text);
        file.flatten("", file.parse(text));
        return file.settings;
    }

    private JsonNode parse(String text) {
        try {
            return new TomlMapper().readTree(text);
        } catch (JacksonException e) {
            String where = path + " line " + e.getLocation().getLineNr();
            throw new BadConfiguration(where + complaint(e.getOriginalMessage()), e);
        }
    }

    /// The file that muster init writes has every section already, and whoever follows a guide puts one at its end.
    private static String complaint(String message) {
        return message.startsWith("Table redefined")
                ? " begins a section that the file already has: set its keys there"
                : " is not TOML: " + message;
    }

    /// Which line a key is on. The parser doesn't tell; reading for headers and assignments finds what people write.
    private void number(String text) {
        String table = "";
        int line = 0;
        for (String content : text.lines().toList()) {
            line++;
            Matcher header = HEADER.matcher(content);
            Matcher assignment = ASSIGNMENT.matcher(content);
            if (header.matches()) {
                table = header.group(1).replaceAll("\\s", "");
                lines.putIfAbsent(table, line);
            } else if (assignment.matches()) {
                lines.putIfAbsent(join(table, assignment.group(1).replaceAll("\\s", "")), line);
            }
        }
    }

    private void flatten(String key, JsonNode value) {
        if (value.isObject()) {
            value.properties().forEach(entry -> flatten(join(key, entry.getKey()), entry.getValue()));
        } else {
            settings.add(new Setting(key, value(value), where(key), folderOf(path)));
        }
    }

    private static Value value(JsonNode value) {
        return value.isArray()
                ? new Value.Several(StreamSupport.stream(value.spliterator(), false)
                        .map(TomlFile::text)
                        .toList())
                : new Value.One(text(value));
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asString() : value.toString();
    }

    private String where(String key) {
        Integer line = lines.get(key);
        return line == null ? path.toString() : path + " line " + line;
    }

    static Path folderOf(Path file) {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    private static String join(String table, String key) {
        return table.isEmpty() ? key : table + "." + key;
    }
}
