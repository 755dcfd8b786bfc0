package dev.muster.notifier.page;

import dev.muster.notifier.session.Look;
import java.net.URI;
import java.util.Optional;

/// What the pages ask about join links.
interface Links {
    Look look(String room, String token, Optional<String> browser);

    Entry join(String room, String token, String browser);

    boolean isThere(String room, String token, String browser);

    void leave(String room, String token, String browser);

    /// What comes of wanting to join.
    sealed interface Entry {
        record In(URI room) implements Entry {}

        record Closed(Look look) implements Entry {}
    }
}
