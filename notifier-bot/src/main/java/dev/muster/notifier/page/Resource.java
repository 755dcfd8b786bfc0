package dev.muster.notifier.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// What lies beside the classes of this room.
record Resource(String name) {
    byte[] bytes() {
        try (InputStream found = Resource.class.getResourceAsStream(name)) {
            if (found == null) throw new IllegalStateException(name + " is not in the jar");
            return found.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return new String(bytes(), UTF_8);
    }
}
