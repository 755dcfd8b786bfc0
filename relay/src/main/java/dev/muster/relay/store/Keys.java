package dev.muster.relay.store;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import java.util.Arrays;

/// How keys are put together; `package-info` draws them all.
final class Keys {
    /// What an entry of an ordered index ends with: `~createdAt 8 · start of the id 8 · sequence 6`.
    static final int PLACE = 22;

    private Keys() {}

    // Ordered indexes

    static byte[] byAuthor(long authorStart) {
        byte[] prefix = new byte[9];
        prefix[0] = 'a';
        Bytes.putInt64(prefix, 1, authorStart);
        return prefix;
    }

    static byte[] byTag(char letter, long valueHash) {
        byte[] prefix = new byte[10];
        prefix[0] = 't';
        prefix[1] = (byte) letter;
        Bytes.putInt64(prefix, 2, valueHash);
        return prefix;
    }

    static byte[] byKind() {
        return new byte[] {'k'};
    }

    static byte[] withKind(byte[] prefix, int kind) {
        byte[] longer = Arrays.copyOf(prefix, prefix.length + 2);
        Bytes.putInt16(longer, prefix.length, kind);
        return longer;
    }

    static byte[] entry(byte[] prefix, StoredEvent event) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + 2 + PLACE);
        Bytes.putInt16(key, prefix.length, event.kind());
        int at = prefix.length + 2;
        Bytes.putInt64(key, at, ~event.createdAt());
        Bytes.putInt64(key, at + 8, event.idStart());
        Bytes.putInt48(key, at + 16, event.sequence());
        return key;
    }

    static byte[] expiry(long time, long sequence) {
        byte[] key = new byte[15];
        key[0] = 'e';
        Bytes.putInt64(key, 1, time);
        Bytes.putInt48(key, 9, sequence);
        return key;
    }

    // Facts

    static byte[] id(EventId id) {
        return joined('i', id.bytes());
    }

    static byte[] deletion(EventId id, byte[] by) {
        return joined('x', id.bytes(), by);
    }

    static byte[] addresses(PublicKey author) {
        return joined('r', author.bytes());
    }

    static byte[] cutOff(PublicKey author) {
        return joined('v', author.bytes());
    }

    static byte[] vanishing(PublicKey author) {
        return joined('w', author.bytes());
    }

    static byte[] mailbox(byte[] recipient) {
        return joined('m', recipient);
    }

    static byte[] setting(char name) {
        return new byte[] {'s', (byte) name};
    }

    static byte[] gone(int segment) {
        byte[] key = {'g', 0, 0, 0, 0};
        Bytes.putInt32(key, 1, segment);
        return key;
    }

    static byte[] int64(long value) {
        byte[] bytes = new byte[8];
        Bytes.putInt64(bytes, 0, value);
        return bytes;
    }

    static byte[] joined(char table, byte[]... parts) {
        int length = 1;
        for (byte[] part : parts) length += part.length;
        byte[] key = new byte[length];
        key[0] = (byte) table;
        int at = 1;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, key, at, part.length);
            at += part.length;
        }
        return key;
    }
}
