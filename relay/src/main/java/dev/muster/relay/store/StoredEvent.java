package dev.muster.relay.store;

import dev.muster.nostr.crypto.Hex;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.json.JsonWriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// An event as it lies in the store: its canonical JSON behind a header that says where in it the tags stand, so that
/// nothing has to be parsed to compare it with a filter.
///
/// ```
/// createdAt 8 · kind 2 · receivedAt 8 · expiresAt 8 (or never) · length of the rest of the header 4
/// for each indexed tag: letter 1 · how far its value is from the one before (varint) · length of the value (varint)
/// canonical JSON
/// ```
public final class StoredEvent {
    static final long NEVER = Long.MAX_VALUE;

    // Where fields stand in canonical JSON: {"id":"…","pubkey":"…","created_at":
    private static final int ID_AT = 7;
    private static final int AUTHOR_AT = ID_AT + 64 + 12;
    private static final int TIME_AT = AUTHOR_AT + 64 + 15;

    private static final int TAGS_AT = 30;

    private final long sequence;
    private final byte[] record;
    private final int jsonAt;

    StoredEvent(long sequence, byte[] record) {
        this.sequence = sequence;
        this.record = record;
        this.jsonAt = TAGS_AT + Bytes.int32(record, 26);
    }

    /// The event as it will lie in the store.
    static StoredEvent of(long sequence, Event event, long receivedAt) {
        var header = new TagTable(event);
        byte[] json = event.json();
        byte[] record = new byte[TAGS_AT + header.size + json.length];
        Bytes.putInt64(record, 0, event.createdAt());
        Bytes.putInt16(record, 8, event.kind());
        Bytes.putInt64(record, 10, receivedAt);
        Bytes.putInt64(record, 18, expiry(event));
        Bytes.putInt32(record, 26, header.size);
        System.arraycopy(header.bytes, 0, record, TAGS_AT, header.size);
        System.arraycopy(json, 0, record, TAGS_AT + header.size, json.length);
        return new StoredEvent(sequence, record);
    }

    /// NIP-40: the first expiration tag counts. One that is no number was refused before it could come here.
    private static long expiry(Event event) {
        String value = event.tags().value("expiration").orElse("");
        if (value.isEmpty() || value.length() > 18) return NEVER;
        for (int i = 0; i < value.length(); i++) if (value.charAt(i) < '0' || value.charAt(i) > '9') return NEVER;
        return Long.parseLong(value);
    }

    byte[] record() {
        return record;
    }

    /// Its place in the order of arrival.
    public long sequence() {
        return sequence;
    }

    public EventId id() {
        return new EventId(Hex.parse(record, jsonAt + ID_AT, 64));
    }

    public PublicKey author() {
        return new PublicKey(Hex.parse(record, jsonAt + AUTHOR_AT, 64));
    }

    public long createdAt() {
        return Bytes.int64(record, 0);
    }

    public int kind() {
        return Bytes.int16(record, 8);
    }

    /// When it came in, in seconds since 1970.
    public long receivedAt() {
        return Bytes.int64(record, 10);
    }

    /// When it is to go (NIP-40), in seconds since 1970.
    public OptionalLong expiresAt() {
        long time = expiry();
        return time == NEVER ? OptionalLong.empty() : OptionalLong.of(time);
    }

    long expiry() {
        return Bytes.int64(record, 18);
    }

    /// A copy of its canonical JSON, all of it and nothing else.
    public byte[] json() {
        return Arrays.copyOfRange(record, jsonAt, record.length);
    }

    public int jsonLength() {
        return record.length - jsonAt;
    }

    public JsonWriter writeJson(JsonWriter target) {
        return target.raw(record, jsonAt, record.length - jsonAt);
    }

    boolean hasJson(byte[] json) {
        return Arrays.equals(record, jsonAt, record.length, json, 0, json.length);
    }

    /// Whether one of its tags has that letter for a name and that value.
    public boolean isTagged(char letter, String value) {
        return isTagged(letter, canonical(value));
    }

    boolean isTagged(char letter, byte[] value) {
        TagValues tags = tagValues();
        while (tags.next()) if (tags.letter() == letter && tags.isValue(value)) return true;
        return false;
    }

    /// A tag's value as it stands in canonical JSON, without the quotes.
    static byte[] canonical(String value) {
        byte[] quoted = new JsonWriter(value.length() + 2).string(value).toByteArray();
        return Arrays.copyOfRange(quoted, 1, quoted.length - 1);
    }

    boolean isBy(byte[] authorHex) {
        int at = jsonAt + AUTHOR_AT;
        return Arrays.equals(record, at, at + 64, authorHex, 0, 64);
    }

    boolean isByOneOf(Values authors) {
        int at = jsonAt + AUTHOR_AT;
        return authors.contains(authorStart(), record, at, at + 64);
    }

    boolean hasIdIn(Values ids) {
        int at = jsonAt + ID_AT;
        return ids.contains(idStart(), record, at, at + 64);
    }

    boolean isTagged(char letter, Values values, ValueHash hash) {
        TagValues tags = tagValues();
        while (tags.next()) if (tags.letter() == letter && tags.isOneOf(values, hash)) return true;
        return false;
    }

    /// The first eight bytes of its author's key.
    long authorStart() {
        return Bytes.hex64(record, jsonAt + AUTHOR_AT);
    }

    /// The first eight bytes of its id.
    long idStart() {
        return Bytes.hex64(record, jsonAt + ID_AT);
    }

    int compareIds(StoredEvent other) {
        int mine = jsonAt + ID_AT;
        int others = other.jsonAt + ID_AT;
        return Arrays.compareUnsigned(record, mine, mine + 64, other.record, others, others + 64);
    }

    void copyId(byte[] target, int at) {
        for (int i = 0; i < 4; i++) Bytes.putInt64(target, at + 8 * i, Bytes.hex64(record, jsonAt + ID_AT + 16 * i));
    }

    /// Whom it is for: its first `p` tag, if a key stands in it.
    Optional<byte[]> recipient() {
        TagValues tags = tagValues();
        while (tags.next()) if (tags.letter() == 'p') return tags.bytes32();
        return Optional.empty();
    }

    /// What it is a version of. Read from the JSON: a `d` tag may lack the value that would get it into the header.
    Optional<Address> address() {
        return switch (Kind.storage(kind())) {
            case REPLACEABLE, ADDRESSABLE -> Address.of(Event.parse(json()));
            case REGULAR, EPHEMERAL -> Optional.empty();
        };
    }

    /// Its indexed tags, one after the other.
    TagValues tagValues() {
        return new TagValues();
    }

    /// Walks over the indexed tags: [#next] first, then ask about the one it came to.
    final class TagValues {
        private int headerAt = TAGS_AT;
        private char letter;
        private int from;
        private int to = jsonAt;

        boolean next() {
            if (headerAt >= jsonAt) return false;
            letter = (char) record[headerAt];
            long distance = Bytes.varint(record, headerAt + 1);
            int lengthAt = headerAt + 1 + Bytes.varintLength(distance);
            long length = Bytes.varint(record, lengthAt);
            headerAt = lengthAt + Bytes.varintLength(length);
            from = to + (int) distance;
            to = from + (int) length;
            return true;
        }

        char letter() {
            return letter;
        }

        long hash(ValueHash hash) {
            return hash.of(record, from, to - from);
        }

        boolean isOneOf(Values values, ValueHash hash) {
            if (values.size() == 1) return isValue(values.value(0));
            return values.contains(hash(hash), record, from, to);
        }

        boolean isValue(byte[] canonical) {
            return Arrays.equals(record, from, to, canonical, 0, canonical.length);
        }

        /// The value as 32 bytes, if that is what it is in lower-case hex.
        Optional<byte[]> bytes32() {
            if (to - from != 64) return Optional.empty();
            for (int i = from; i < to; i++) {
                byte c = record[i];
                if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) return Optional.empty();
            }
            return Optional.of(Hex.parse(record, from, 64));
        }
    }

    /// Finds the values of indexed tags in canonical JSON.
    private static final class TagTable {
        private final byte[] json;
        private int at;
        private int before;
        private byte[] bytes = new byte[64];
        private int size;

        TagTable(Event event) {
            json = event.json();
            at = TIME_AT;
            at += digits() + ",\"kind\":".length();
            at += digits() + ",\"tags\":[".length();
            for (Tag tag : event.tags()) {
                at++;
                boolean isIndexed = tag.isIndexed();
                for (int i = 0; i < tag.elements().size(); i++) {
                    int from = at + 1;
                    skipString();
                    if (i == 1 && isIndexed) add(tag.name().charAt(0), from, at - 1);
                    at++;
                }
                at++;
            }
        }

        private int digits() {
            int count = 0;
            while (json[at + count] >= '0' && json[at + count] <= '9') count++;
            return count;
        }

        private void skipString() {
            at++;
            while (json[at] != '"') at += json[at] == '\\' ? 2 : 1;
            at++;
        }

        private void add(char letter, int from, int to) {
            if (bytes.length - size < 11) bytes = Arrays.copyOf(bytes, bytes.length * 2);
            bytes[size++] = (byte) letter;
            size = Bytes.putVarint(bytes, size, from - before);
            size = Bytes.putVarint(bytes, size, to - from);
            before = to;
        }
    }
}
