package dev.muster.cli;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventFields;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import java.time.Instant;
import java.util.Optional;

/// An event that somebody has begun to write: what they left out is filled in.
record Draft(PublicKey author, Instant now, int kind) {
    /// Reads a line of JSON. Its id and signature, if it has any, are not believed but made anew.
    ///
    /// @throws IllegalArgumentException if it is malformed, or somebody else's
    Rumor read(byte[] json) {
        EventFields fields = EventFields.parse(json);
        Optional<PublicKey> named = fields.author();
        if (named.isPresent() && !named.get().equals(author))
            throw new IllegalArgumentException("its pubkey is not that of your key");
        return new Rumor(
                author,
                fields.createdAt().orElse(now.getEpochSecond()),
                fields.kind().orElse(kind),
                fields.tags().orElse(Tags.NONE),
                fields.content().orElse(""));
    }
}
