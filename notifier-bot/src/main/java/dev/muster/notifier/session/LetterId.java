package dev.muster.notifier.session;

import dev.muster.nostr.crypto.PublicKey;
import java.util.Optional;

/// What a letter with a link is called, so that its way can be followed.
///
/// @param number which of the links that this person was given
record LetterId(String session, PublicKey person, int number) {
    private static final String KIND = "link";

    static String link(String session, PublicKey person, int number) {
        return KIND + "/" + session + "/" + person.hex() + "/" + number;
    }

    /// Empty if that letter is about something else.
    static Optional<LetterId> parse(String id) {
        String[] parts = id.split("/", -1);
        if (parts.length != 4 || !parts[0].equals(KIND)) return Optional.empty();
        return Optional.of(new LetterId(parts[1], PublicKey.parse(parts[2]), Integer.parseInt(parts[3])));
    }
}
