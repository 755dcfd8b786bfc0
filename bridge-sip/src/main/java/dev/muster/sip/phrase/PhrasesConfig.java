package dev.muster.sip.phrase;

import java.nio.file.Path;
import java.util.Optional;

/// What callers hear.
///
/// @param language of the announcements: en, es, de, fr or cs
/// @param folder with files of your own; what isn't there is said as usual
public record PhrasesConfig(String language, Optional<Path> folder) {
    public static final PhrasesConfig DEFAULT = new PhrasesConfig("en", Optional.empty());

    public PhrasesConfig {
        if (!Phrasebook.LANGUAGES.contains(language))
            throw new IllegalArgumentException("language: one of " + String.join(", ", Phrasebook.LANGUAGES));
    }
}
