package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The `muster.toml` that somebody begins with: every key, explained, at its default.
final class StarterFile {
    private static final String SOURCE = "muster.example.toml";

    /// The line that names who is the admin.
    private static final String NO_ADMIN = "#admin = []";

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

    /// The same for a group with this admin.
    static String content(PublicKey admin) {
        return new String(content(), UTF_8).replace(NO_ADMIN, "admin = [\"" + new Npub(admin).encode() + "\"]");
    }

    /// Writes it, but never over another one.
    static void write(Path file, PublicKey admin) {
        try {
            Files.writeString(file, content(admin), CREATE_NEW, WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new Failure(file + " is there already, and is not overwritten");
        } catch (IOException e) {
            throw Failure.of("write", file, e);
        }
    }
}
