package dev.muster.nostr.wrap;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Rumor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// One rumor, wrapped for each person: each wrap goes to that person's relays and nowhere else.
///
/// @param wraps by the person who can open them; the author's own copy comes last
public record Sent(Rumor rumor, SequencedMap<PublicKey, Event> wraps) {
    public Sent {
        wraps = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(wraps));
    }
}
