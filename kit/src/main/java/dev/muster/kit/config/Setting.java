package dev.muster.kit.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// One key that somebody has set.
///
/// @param where such as `muster.toml line 12`
/// @param folder what a path in the value starts from
record Setting(String key, Value value, String where, Path folder) {
    private static final int LONGEST_SHOWN = 100;

    /// What it is set to, before anybody asked what it should be.
    sealed interface Value {
        record One(String text) implements Value {}

        record Several(List<String> texts) implements Value {}
    }

    /// The value as it may be shown: on one line, and not without end.
    String shown() {
        String text = switch (value) {
            case Value.One(var one) -> quoted(one);
            case Value.Several(var several) ->
                several.stream().map(Setting::quoted).collect(Collectors.joining(", ", "[", "]"));
        };
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN - 1) + "…";
    }

    private static String quoted(String text) {
        return '"' + text.replaceAll("\\p{Cntrl}", " ") + '"';
    }
}
