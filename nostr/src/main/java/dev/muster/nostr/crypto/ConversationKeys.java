package dev.muster.nostr.crypto;

import java.util.LinkedHashMap;
import java.util.Map;

/// The conversation keys used last, for whoever opens many messages of the same people.
///
/// Not worth asking for the outer layer of a gift wrap: its author is a key used once (NIP-59).
public final class ConversationKeys {
    private record Conversation(PublicKey own, PublicKey other) {}

    private final Map<Conversation, ConversationKey> lastUsed;

    public ConversationKeys(int capacity) {
        lastUsed = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Conversation, ConversationKey> eldest) {
                return size() > capacity;
            }
        };
    }

    /// The same as [ConversationKey#between], sooner if asked before.
    ///
    /// @throws IllegalArgumentException if `other` is not on the curve
    public ConversationKey between(SecretKey own, PublicKey other) {
        Conversation conversation = new Conversation(own.publicKey(), other);
        synchronized (lastUsed) {
            ConversationKey known = lastUsed.get(conversation);
            if (known != null) return known;
        }
        // Outside the lock: it takes long, and two threads that compute the same key come to the same result.
        ConversationKey key = ConversationKey.between(own, other);
        synchronized (lastUsed) {
            lastUsed.put(conversation, key);
        }
        return key;
    }

    int size() {
        synchronized (lastUsed) {
            return lastUsed.size();
        }
    }
}
