package dev.muster.sip.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the page says, in one language.
record Words(String language, Map<String, String> texts) {
    /// The first is for those who asked for none of them.
    static final List<String> LANGUAGES = List.of("en", "es", "de", "fr", "cs");

    private static final Pattern BLANK = Pattern.compile("\\[\\[([a-z.]+)]]|\\{\\{([a-z]+)}}");

    private static final Map<String, Words> ALL =
            LANGUAGES.stream().collect(Collectors.toMap(Function.identity(), Words::read));

    private static Words read(String language) {
        var texts = new Properties();
        try (InputStream in = Objects.requireNonNull(Words.class.getResourceAsStream(language + ".properties"))) {
            texts.load(new InputStreamReader(in, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Words(
                language,
                texts.stringPropertyNames().stream()
                        .collect(Collectors.toMap(Function.identity(), texts::getProperty)));
    }

    static Words in(String language) {
        return Objects.requireNonNull(ALL.get(language));
    }

    /// The language that somebody picked, else the first that their browser asks for and we have.
    static Words wanted(Optional<String> picked, Optional<String> accepted) {
        String language = picked.filter(LANGUAGES::contains)
                .or(() -> accepted.flatMap(Words::accepted))
                .orElse(LANGUAGES.getFirst());
        return in(language);
    }

    private static Optional<String> accepted(String header) {
        try {
            return Locale.LanguageRange.parse(header).stream()
                    .filter(range -> range.getWeight() > 0)
                    .map(range -> Locale.forLanguageTag(range.getRange()).getLanguage())
                    .filter(LANGUAGES::contains)
                    .findFirst();
        } catch (IllegalArgumentException e) {
            // Somebody's browser asks in a way of its own.
            return Optional.empty();
        }
    }

    String say(String key) {
        return Optional.ofNullable(texts.get(key))
                .orElseThrow(() -> new IllegalArgumentException("there are no words for " + key));
    }

    /// A page: `[[key]]` becomes a text, `{{name}}` what stands for it, which is HTML.
    String filled(String template, Map<String, String> pieces) {
        return BLANK.matcher(template).replaceAll(blank -> {
            String key = blank.group(1);
            String piece = key != null ? escaped(say(key)) : pieces.get(blank.group(2));
            return Matcher.quoteReplacement(Objects.requireNonNull(piece));
        });
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
