package dev.muster.notifier.page;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// What the pages say, in one language.
///
/// @param language as in [#LANGUAGES]
/// @param locale how its owner writes dates: `de-AT` has its own name for January
record Words(String language, Locale locale, Map<String, String> texts) {
    /// The first is for those who asked for none of them.
    static final List<String> LANGUAGES = List.of("en", "es", "de", "fr", "cs");

    private static final Map<String, Words> BY_LANGUAGE =
            LANGUAGES.stream().collect(toMap(language -> language, Words::read));

    private static Words read(String language) {
        var texts = new Properties();
        try {
            texts.load(new StringReader(new Resource("words/" + language + ".properties").text()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Of all that speak English, most write the day before the month, and count hours to 24.
        Locale locale = language.equals("en") ? Locale.UK : Locale.forLanguageTag(language);
        return new Words(
                language, locale, texts.stringPropertyNames().stream().collect(toMap(key -> key, texts::getProperty)));
    }

    static Words in(String language) {
        Words words = BY_LANGUAGE.get(language);
        if (words == null) throw new IllegalArgumentException("no such language: " + language);
        return words;
    }

    /// The language that somebody picked, else the first that their browser asks for and we have.
    ///
    /// @param accepted as in `Accept-Language`
    static Words wanted(Optional<String> picked, Optional<String> accepted) {
        if (picked.isPresent() && LANGUAGES.contains(picked.get())) return in(picked.get());
        return accepted.flatMap(Words::accepted).orElse(in(LANGUAGES.getFirst()));
    }

    private static Optional<Words> accepted(String header) {
        try {
            return Locale.LanguageRange.parse(header).stream()
                    .filter(range -> range.getWeight() > 0)
                    .flatMap(range -> spoken(range.getRange()).stream())
                    .findFirst();
        } catch (IllegalArgumentException e) {
            // Somebody's browser asks in a way of its own. English, then.
            return Optional.empty();
        }
    }

    private static Optional<Words> spoken(String range) {
        Locale wanted = Locale.forLanguageTag(range);
        if (!LANGUAGES.contains(wanted.getLanguage())) return Optional.empty();
        Words words = in(wanted.getLanguage());
        return Optional.of(wanted.getCountry().isEmpty() ? words : new Words(words.language, wanted, words.texts));
    }

    /// @param arguments take the places of `{0}` and `{1}`
    String say(String key, Object... arguments) {
        String text = texts.get(key);
        if (text == null) throw new IllegalArgumentException("there are no words for " + key);
        for (int at = 0; at < arguments.length; at++) {
            text = text.replace("{" + at + "}", arguments[at].toString());
        }
        return text;
    }

    /// How long something takes, to the minute, rounded up: nobody comes too late by what they read here.
    String span(Duration duration) {
        long minutes = Math.max(0, duration.plusSeconds(59).toMinutes());
        long hours = minutes / 60;
        if (hours == 0) return say("span.minutes", minutes);
        if (hours < 24) return say("span.hours", hours, minutes % 60);
        return say("span.days", hours / 24, hours % 24);
    }
}
