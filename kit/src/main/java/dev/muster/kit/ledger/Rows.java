package dev.muster.kit.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.muster.kit.vault.Vault;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Records as they are written: keys without names, values sealed.
final class Rows {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Database database;
    private final Vault vault;

    Rows(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    static byte[] start(Shelf<?> shelf) {
        byte[] name = shelf.name().getBytes(US_ASCII);
        return Arrays.copyOf(name, name.length + 1);
    }

    static byte[] at(Instant time, Shelf<?> shelf) {
        byte[] start = start(shelf);
        // Times before 1970 come first.
        long milliseconds = time.toEpochMilli() ^ Long.MIN_VALUE;
        return ByteBuffer.allocate(start.length + 8)
                .put(start)
                .putLong(milliseconds)
                .array();
    }

    /// The first key after all that begin like this.
    static byte[] after(byte[] prefix) {
        byte[] next = prefix.clone();
        int last = next.length - 1;
        // A shelf's name is ASCII: there is always a byte that can grow.
        while (next[last] == (byte) 0xff) last--;
        next[last]++;
        return Arrays.copyOf(next, last + 1);
    }

    byte[] key(Place<?> place) {
        Shelf<?> shelf = place.shelf();
        byte[] start = place.time().map(time -> at(time, shelf)).orElseGet(() -> start(shelf));
        ByteBuffer key =
                ByteBuffer.allocate(start.length + 16 * place.names().size()).put(start);
        for (String name : place.names()) key.put(vault.lookup(shelf.name(), name));
        return key.array();
    }

    byte[] row(byte[] key, Place<?> place, Object value) {
        try {
            return vault.seal(JSON.writeValueAsBytes(List.of(place.names(), value)), key);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a " + place.shelf().name() + " can't be written as JSON", e);
        }
    }

    <V> Entry<V> opened(byte[] key, byte[] row, Shelf<V> shelf) {
        try {
            JsonNode json = JSON.readTree(vault.open(row, key));
            V value = JSON.treeToValue(json.get(1), shelf.type());
            return new Entry<>(new Place<>(shelf, time(key, shelf, json.get(0).size()), names(json)), value);
        } catch (JacksonException e) {
            throw new LedgerFailure("a " + shelf.name() + " was written by another version of Muster", e);
        }
    }

    private static List<String> names(JsonNode json) {
        return json.get(0).valueStream().map(JsonNode::stringValue).toList();
    }

    private static Optional<Instant> time(byte[] key, Shelf<?> shelf, int names) {
        int start = shelf.name().length() + 1;
        if (key.length == start + 16 * names) return Optional.empty();
        return Optional.of(Instant.ofEpochMilli(ByteBuffer.wrap(key).getLong(start) ^ Long.MIN_VALUE));
    }

    /// The same row under another key of the vault's: where it lies now, and what is in it.
    Moved moved(byte[] key, byte[] row) {
        byte[] plain = vault.open(row, key);
        JsonNode json = JSON.readTree(plain);
        int nameEnd = 0;
        while (key[nameEnd] != 0) nameEnd++;
        var shelf = new Shelf<>(new String(key, 0, nameEnd, US_ASCII), JsonNode.class);
        byte[] place = key(new Place<>(shelf, time(key, shelf, json.get(0).size()), names(json)));
        return new Moved(place, vault.seal(plain, place));
    }

    /// Fails if a row isn't what was written.
    void check(byte[] key, byte[] row) {
        var _ = vault.open(row, key);
    }

    record Moved(byte[] key, byte[] row) {}

    Optional<byte[]> get(byte[] key) {
        return database.get(key);
    }

    void each(byte[] from, byte[] to, int most, BiConsumer<byte[], byte[]> visitor) {
        database.each(from, to, most, visitor);
    }
}
