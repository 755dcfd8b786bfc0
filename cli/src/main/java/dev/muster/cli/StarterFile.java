package dev.muster.cli;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The `muster.toml` that somebody begins with: every key, explained, at its default.
final class StarterFile {
    private static final String SOURCE = "muster.example.toml";

    private StarterFile() {}

    static Path in(Path folder) {
        return folder.resolve("muster.toml");
    }

    static byte[] content() {
        try (InputStream in = StarterFile.class.getResourceAsStream(SOURCE)) {
            if (in == null) throw new IllegalStateException(SOURCE + " was left out of the jar");
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes it, but never over another one.
    static void write(Path file) {
        try {
            Files.write(file, content(), CREATE_NEW, WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new Failure(file + " is there already, and is not overwritten");
        } catch (IOException e) {
            throw Failure.of("write", file, e);
        }
    }
}
