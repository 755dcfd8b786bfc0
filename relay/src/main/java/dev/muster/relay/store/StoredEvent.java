package dev.muster.relay.store;

import static dev.muster.relay.store.Bytes.FILE_INT;
import static dev.muster.relay.store.Bytes.FILE_LONG;
import static dev.muster.relay.store.Bytes.FILE_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.muster.nostr.crypto.Hex;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.json.JsonWriter;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// An event as it lies in the store: its canonical JSON behind a header that says where in it the tags stand, so that
/// nothing has to be parsed to compare it with a filter.
///
/// ```
/// CRC-32C of the JSON and of what follows here 4
/// createdAt 8 · kind 2 · receivedAt 4 · expiresAt 4 (all ones: never) · length of the rest of the header 4
/// for each indexed tag: letter 1 · how far its value is from the one before (varint) · length of the value (varint)
/// canonical JSON
/// ```
///
/// It is read where it lies, in a mapped file; only [#json] copies.
public final class StoredEvent {
    /// Times of arrival and expiry are good until 2106; what expires later never does.
    static final long NEVER = 0xffff_ffffL;

    // Where fields stand in canonical JSON: {"id":"…","pubkey":"…","created_at":
    private static final int ID_AT = 7;
    private static final int AUTHOR_AT = ID_AT + 64 + 12;
    private static final int TIME_AT = AUTHOR_AT + 64 + 15;

    private static final int TAGS_AT = 26;

    private final long sequence;
    private final MemorySegment memory;
    private final long recordAt;
    private final long jsonAt;
    private final long end;

    StoredEvent(long sequence, MemorySegment memory, long recordAt, int length) {
        this.sequence = sequence;
        this.memory = memory;
        this.recordAt = recordAt;
        this.jsonAt = recordAt + TAGS_AT + memory.get(FILE_INT, recordAt + 22);
        this.end = recordAt + length;
    }

    /// The event as it will lie in the store.
    static StoredEvent of(long sequence, Event event, long receivedAt) {
        byte[] json = event.json();
        var tags = new TagTable(event, json);
        int jsonAt = TAGS_AT + tags.size;
        byte[] record = new byte[jsonAt + json.length];
        Bytes.putInt64(record, 4, event.createdAt());
        Bytes.putInt16(record, 12, event.kind());
        Bytes.putInt32(record, 14, (int) Math.min(receivedAt, NEVER));
        Bytes.putInt32(record, 18, (int) Math.min(expiry(event), NEVER));
        Bytes.putInt32(record, 22, tags.size);
        System.arraycopy(tags.bytes, 0, record, TAGS_AT, tags.size);
        System.arraycopy(json, 0, record, jsonAt, json.length);
        Bytes.putInt32(record, 0, checksum(json, record, jsonAt));
        return new StoredEvent(sequence, MemorySegment.ofArray(record), 0, record.length);
    }

    private static int checksum(byte[] json, byte[] header, int headerLength) {
        var sum = new CRC32C();
        sum.update(json);
        sum.update(header, 4, headerLength - 4);
        return (int) sum.getValue();
    }

    /// NIP-40: the first expiration tag counts. One that is no number was refused before it could come here.
    private static long expiry(Event event) {
        String value = event.tags().value("expiration").orElse("");
        if (value.isEmpty() || value.length() > 18) return NEVER;
        for (int i = 0; i < value.length(); i++) if (value.charAt(i) < '0' || value.charAt(i) > '9') return NEVER;
        return Long.parseLong(value);
    }

    /// All of it, header and JSON.
    byte[] record() {
        return Bytes.copy(memory, recordAt, (int) (end - recordAt));
    }

    int length() {
        return (int) (end - recordAt);
    }

    /// Its place in the order of arrival.
    public long sequence() {
        return sequence;
    }

    public EventId id() {
        byte[] id = new byte[EventId.LENGTH];
        copyId(id, 0);
        return new EventId(id);
    }

    public PublicKey author() {
        return new PublicKey(Hex.parse(Bytes.copy(memory, jsonAt + AUTHOR_AT, 64), 0, 64));
    }

    public long createdAt() {
        return memory.get(FILE_LONG, recordAt + 4);
    }

    public int kind() {
        return memory.get(FILE_SHORT, recordAt + 12) & 0xffff;
    }

    /// When it came in, in seconds since 1970.
    public long receivedAt() {
        return memory.get(FILE_INT, recordAt + 14) & 0xffff_ffffL;
    }

    /// When it is to go (NIP-40), in seconds since 1970.
    public OptionalLong expiresAt() {
        long time = expiry();
        return time == NEVER ? OptionalLong.empty() : OptionalLong.of(time);
    }

    long expiry() {
        return memory.get(FILE_INT, recordAt + 18) & 0xffff_ffffL;
    }

    /// A copy of its canonical JSON, all of it and nothing else.
    ///
    /// @throws StoreFailure if it is no longer what was stored: rather nothing than something else
    public byte[] json() {
        try {
            byte[] json = Bytes.copy(memory, jsonAt, jsonLength());
            byte[] header = Bytes.copy(memory, recordAt, (int) (jsonAt - recordAt));
            if (checksum(json, header, header.length) == memory.get(FILE_INT, recordAt)) return json;
            throw damaged(null);
        } catch (IndexOutOfBoundsException | InternalError | NegativeArraySizeException e) {
            throw damaged(e);
        }
    }

    private StoreFailure damaged(@Nullable Throwable cause) {
        return new StoreFailure("an event on disk is damaged: number " + sequence + " in the order of arrival", cause);
    }

    public int jsonLength() {
        return (int) (end - jsonAt);
    }

    boolean hasJson(byte[] json) {
        return jsonLength() == json.length && Bytes.equal(memory, jsonAt, json);
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
        return Bytes.equal(memory, jsonAt + AUTHOR_AT, authorHex);
    }

    boolean isByOneOf(Values authors) {
        return authors.contains(authorStart(), memory, jsonAt + AUTHOR_AT, 64);
    }

    boolean hasIdIn(Values ids) {
        return ids.contains(idStart(), memory, jsonAt + ID_AT, 64);
    }

    boolean isTagged(char letter, Values values, ValueHash hash) {
        TagValues tags = tagValues();
        while (tags.next()) if (tags.letter() == letter && tags.isOneOf(values, hash)) return true;
        return false;
    }

    /// The first eight bytes of its author's key.
    long authorStart() {
        return Bytes.hex64(memory, jsonAt + AUTHOR_AT);
    }

    /// The first eight bytes of its id.
    long idStart() {
        return Bytes.hex64(memory, jsonAt + ID_AT);
    }

    int compareIds(StoredEvent other) {
        for (int i = 0; i < 64; i += 16) {
            long mine = Bytes.hex64(memory, jsonAt + ID_AT + i);
            long others = Bytes.hex64(other.memory, other.jsonAt + ID_AT + i);
            if (mine != others) return Long.compareUnsigned(mine, others);
        }
        return 0;
    }

    void copyId(byte[] target, int at) {
        for (int i = 0; i < 4; i++) Bytes.putInt64(target, at + 8 * i, Bytes.hex64(memory, jsonAt + ID_AT + 16L * i));
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
        private long headerAt = recordAt + TAGS_AT;
        private char letter;
        private long from;
        private int length;

        private TagValues() {
            from = jsonAt;
        }

        boolean next() {
            if (headerAt >= jsonAt) return false;
            letter = (char) memory.get(JAVA_BYTE, headerAt);
            long distance = Bytes.varint(memory, headerAt + 1);
            long lengthAt = headerAt + 1 + Bytes.varintLength(distance);
            from += length + distance;
            length = (int) Bytes.varint(memory, lengthAt);
            headerAt = lengthAt + Bytes.varintLength(length);
            return true;
        }

        char letter() {
            return letter;
        }

        long hash(ValueHash hash) {
            return hash.of(memory, from, length);
        }

        boolean isOneOf(Values values, ValueHash hash) {
            if (values.size() == 1) return isValue(values.value(0));
            return values.contains(hash(hash), memory, from, length);
        }

        boolean isValue(byte[] canonical) {
            return length == canonical.length && Bytes.equal(memory, from, canonical);
        }

        /// The value as 32 bytes, if that is what it is in lower-case hex.
        Optional<byte[]> bytes32() {
            if (length != 64) return Optional.empty();
            byte[] text = Bytes.copy(memory, from, length);
            for (byte c : text) if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) return Optional.empty();
            return Optional.of(Hex.parse(text, 0, 64));
        }
    }

    /// Finds the values of indexed tags in canonical JSON.
    private static final class TagTable {
        private final byte[] json;
        private int at;
        private int before;
        private byte[] bytes = new byte[64];
        private int size;

        TagTable(Event event, byte[] json) {
            this.json = json;
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
