package dev.muster.sip.record;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How a recording is written.
public enum Format {
    /// As it was heard.
    WAV("audio/wav"),
    /// The same in half the space, for the archive.
    FLAC("audio/flac"),
    /// To listen to.
    MP3("audio/mpeg");

    private final String contentType;

    Format(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /// For programs, and at the end of a file's name.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Format> of(String word) {
        return Stream.of(values())
                .filter(format -> format.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
