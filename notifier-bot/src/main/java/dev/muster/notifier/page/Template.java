package dev.muster.notifier.page;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A page, or a part of one, with blanks: `[[key]]` takes a text in the visitor's language, `{{name}}`
/// whatever its user has for it.
record Template(String source) {
    private static final Pattern BLANK = Pattern.compile("\\[\\[([a-z.]+)]]|\\{\\{([a-z]+)}}");

    static Template named(String file) {
        return new Template(new Resource(file).text().strip());
    }

    Markup filled(Words words, Map<String, Markup> pieces) {
        return new Markup(BLANK.matcher(source).replaceAll(blank -> {
            @Nullable String key = blank.group(1);
            Markup piece = key == null ? piece(pieces, blank.group(2)) : Markup.text(words.say(key));
            return Matcher.quoteReplacement(piece.html());
        }));
    }

    private static Markup piece(Map<String, Markup> pieces, String name) {
        Markup piece = pieces.get(name);
        if (piece == null) throw new IllegalStateException("a page asks for " + name);
        return piece;
    }
}
