package dev.muster.sip.record;

import static java.time.ZoneOffset.UTC;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the files of recordings are: `2026/11/<id>.wav.enc`.
///
/// @param folder of all of them
record Archive(Path folder, SecureRandom random) {
    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);

    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("yyyy/MM").withZone(UTC);
    private static final String ENDING = ".enc";

    private Path path(Kept kept, Format format) {
        return folder.resolve(MONTH.format(kept.recording().started())).resolve(name(kept, format) + ENDING);
    }

    private static String name(Kept kept, Format format) {
        return kept.id() + "." + format.word();
    }

    /// Begins a file that isn't there.
    SealedWriter writer(Kept kept, Format format) throws IOException {
        return new SealedWriter(path(kept, format), kept.key(), name(kept, format), random);
    }

    SealedFile open(Kept kept, Format format) throws IOException {
        return SealedFile.open(path(kept, format), kept.key(), name(kept, format));
    }

    /// As with [SealedFile#recover].
    Optional<Long> recover(Kept kept) throws IOException {
        return SealedFile.recover(path(kept, Format.WAV), kept.key(), name(kept, Format.WAV));
    }

    void remove(Kept kept) {
        for (Format format : Format.values()) remove(kept, format);
    }

    /// What can't be removed now is found at the next start; nobody has its key.
    void remove(Kept kept, Format format) {
        try {
            Files.deleteIfExists(path(kept, format));
        } catch (IOException e) {
            LOG.warn("the file of a recording can't be removed");
        }
    }

    /// Removes the files of recordings that there aren't any more.
    ///
    /// @param isKept asked for each id
    void sweep(Predicate<String> isKept) throws IOException {
        if (!Files.isDirectory(folder)) return;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                boolean isOurs = name.matches("[0-9a-f]{32}\\.[a-z0-9]+\\" + ENDING);
                if (isOurs && !isKept.test(name.substring(0, name.indexOf('.')))) Files.deleteIfExists(file);
            }
        }
    }
}
