package dev.muster.sip.phrase;

import dev.muster.sip.tone.Prompt;
import dev.muster.sip.tone.Sound;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The sounds of all sentences, in one language: read once, and good for all calls. It knows where the others are.
public final class Phrasebook {
    public static final List<String> LANGUAGES = List.of("en", "es", "de", "fr", "cs");

    private final PhrasesConfig config;
    private final Map<Phrase, Sound> sounds = new EnumMap<>(Phrase.class);
    private final Map<String, Phrasebook> others = new ConcurrentHashMap<>();

    private Phrasebook(PhrasesConfig config) {
        this.config = config;
    }

    /// Reads them all.
    ///
    /// @throws IOException if a file of the admin's can't be read, with its name and what is wrong about it
    public static Phrasebook open(PhrasesConfig config) throws IOException {
        var book = new Phrasebook(config);
        for (Phrase phrase : Phrase.values()) book.sounds.put(phrase, sound(phrase, config));
        return book;
    }

    private static Sound sound(Phrase phrase, PhrasesConfig config) throws IOException {
        String file = phrase.file() + ".wav";
        Path own = config.folder().map(folder -> folder.resolve(file)).orElse(Path.of(file));
        if (config.folder().isEmpty() || Files.notExists(own)) return ours(config.language() + "/" + file);
        try {
            return Prompt.read(own);
        } catch (IOException e) {
            throw new IOException(own + ": " + e.getMessage(), e);
        }
    }

    private static Sound ours(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(Phrasebook.class.getResourceAsStream(file))) {
            return Prompt.read(in);
        }
    }

    /// The same in another language, as we say it; this one, if there is none of that name.
    public Phrasebook in(String language) {
        if (language.equals(config.language()) || !LANGUAGES.contains(language)) return this;
        return others.computeIfAbsent(language, Phrasebook::inOurs);
    }

    private static Phrasebook inOurs(String language) {
        try {
            return open(new PhrasesConfig(language, Optional.empty()));
        } catch (IOException e) {
            throw new UncheckedIOException("our own announcements can't be read", e);
        }
    }

    public Sound say(Phrase phrase) {
        return Objects.requireNonNull(sounds.get(phrase));
    }
}
