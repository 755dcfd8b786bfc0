package dev.muster.nostr.wrap;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Rumor;
import java.time.Duration;
import java.util.Optional;

/// What somebody says to us, its author made certain.
///
/// @param id       the id of the rumor, whether it came with one or not: who sends the same again sends this id
///                 again
/// @param rumor    as it was sent, so that its id is `id`; its author is filled in if it came without
/// @param text     the rumor's content to be shown and understood: without BuildIt's padding and envelope, if a
///                 chat message has them
/// @param lifetime how long after it was read the author wants it gone
public record Message(EventId id, Rumor rumor, String text, Optional<Duration> lifetime) {
    public PublicKey author() {
        return rumor.author();
    }

    public int kind() {
        return rumor.kind();
    }

    /// The rumor as JSON with the plain text for its content, under the id that it was sent with. The two
    /// differ from what was sent only if the text was padded.
    public byte[] json() {
        return new Rumor(author(), rumor.createdAt(), kind(), rumor.tags(), text).json(id);
    }

    /// Never the text: it may end up in a log.
    @Override
    public String toString() {
        return "Message " + id + " of kind " + kind();
    }
}
