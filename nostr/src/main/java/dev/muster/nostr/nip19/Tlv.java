package dev.muster.nostr.nip19;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What an nprofile, nevent or naddr holds: entries of a type (one byte), a length (one byte) and a value (NIP-19).
///
/// A value is only looked at when it is asked for, so whatever an entity has no use for is ignored.
final class Tlv {
    /// What the entity names: a key, an id, or the identifier of an addressable event.
    private static final int SPECIAL = 0;

    private static final int RELAY = 1;
    private static final int AUTHOR = 2;
    private static final int KIND = 3;

    private static final int MAX_VALUE = 255;

    private record Entry(int type, byte[] value) {}

    private final List<Entry> entries;

    private Tlv(List<Entry> entries) {
        this.entries = entries;
    }

    static Tlv parse(byte[] bytes) {
        List<Entry> entries = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            int type = rest.get() & 0xff;
            if (!rest.hasRemaining()) throw new IllegalArgumentException("TLV " + type + " has no length");
            byte[] value = new byte[rest.get() & 0xff];
            if (value.length > rest.remaining())
                throw new IllegalArgumentException("TLV " + type + " says it has " + value.length + " bytes, but only "
                        + rest.remaining() + " are left");
            rest.get(value);
            entries.add(new Entry(type, value));
        }
        return new Tlv(entries);
    }

    /// The same order as nostr-tools, so that both write the same text: what the entity names comes last.
    static byte[] write(byte[] special, List<String> relays, Optional<PublicKey> author, OptionalInt kind) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        kind.ifPresent(number -> write(
                bytes, KIND, ByteBuffer.allocate(Integer.BYTES).putInt(number).array()));
        author.ifPresent(key -> write(bytes, AUTHOR, key.bytes()));
        for (String relay : relays) write(bytes, RELAY, utf8(relay));
        write(bytes, SPECIAL, special);
        return bytes.toByteArray();
    }

    private static void write(ByteArrayOutputStream bytes, int type, byte[] value) {
        if (value.length > MAX_VALUE)
            throw new IllegalArgumentException((type == RELAY ? "a relay" : "an identifier") + " may have at most "
                    + MAX_VALUE + " bytes, not " + value.length);
        bytes.write(type);
        bytes.write(value.length);
        bytes.writeBytes(value);
    }

    byte[] special() {
        return only(SPECIAL).orElseThrow(() -> missing(SPECIAL, "what it names"));
    }

    /// In their order, repeated ones too.
    List<String> relays() {
        return entries.stream()
                .filter(entry -> entry.type == RELAY)
                .map(entry -> text(entry.value))
                .toList();
    }

    Optional<PublicKey> author() {
        return only(AUTHOR).map(PublicKey::new);
    }

    PublicKey requiredAuthor() {
        return author().orElseThrow(() -> missing(AUTHOR, "the author"));
    }

    OptionalInt kind() {
        return only(KIND).map(Tlv::kind).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    int requiredKind() {
        return kind().orElseThrow(() -> missing(KIND, "the kind"));
    }

    /// Two values where one is meant would let two clients read two different things.
    private Optional<byte[]> only(int type) {
        return entries.stream()
                .filter(entry -> entry.type == type)
                .map(Entry::value)
                .reduce((_, _) -> {
                    throw new IllegalArgumentException("TLV " + type + " comes twice");
                });
    }

    private static IllegalArgumentException missing(int type, String meaning) {
        return new IllegalArgumentException("TLV " + type + " is missing: " + meaning);
    }

    private static int kind(byte[] value) {
        if (value.length != Integer.BYTES)
            throw new IllegalArgumentException("a kind has 4 bytes, not " + value.length);
        return checkKind(Integer.toUnsignedLong(ByteBuffer.wrap(value).getInt()));
    }

    /// NIP-19 writes a kind in 32 bits, but NIP-01 ends at 65535.
    static int checkKind(long kind) {
        if (kind < 0 || kind > Kind.MAX)
            throw new IllegalArgumentException("a kind lies between 0 and " + Kind.MAX + ", unlike " + kind);
        return (int) kind;
    }

    /// NIP-19 has relays in ASCII; nostr-tools writes and reads UTF-8, for relays as for identifiers.
    static byte[] utf8(String text) {
        try {
            ByteBuffer utf8 = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[utf8.remaining()];
            utf8.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a relay or identifier holds half a surrogate pair", e);
        }
    }

    static String text(byte[] utf8) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a relay or identifier is not UTF-8", e);
        }
    }
}
