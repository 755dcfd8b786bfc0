package dev.muster.nostr.negentropy;

import dev.muster.nostr.event.EventId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What the other side says of the records from where its last range ended up to, but not including, `end`.
sealed interface Range {
    Bound end();

    /// It is settled, or not worth a word.
    record Skipped(Bound end) implements Range {}

    /// Theirs have this fingerprint.
    record Fingerprinted(Bound end, Fingerprint fingerprint) implements Range {}

    /// These are theirs, one id after another.
    record Listed(Bound end, byte[] idBytes) implements Range {
        List<EventId> ids() {
            List<EventId> ids = new ArrayList<>(idBytes.length / EventId.LENGTH);
            for (int at = 0; at < idBytes.length; at += EventId.LENGTH)
                ids.add(new EventId(Arrays.copyOfRange(idBytes, at, at + EventId.LENGTH)));
            return ids;
        }
    }
}
