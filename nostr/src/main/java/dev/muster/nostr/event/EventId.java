package dev.muster.nostr.event;

import dev.muster.nostr.crypto.Hex;
import java.util.Arrays;

/// What an event is called: the SHA-256 of its canonical form (NIP-01).
public record EventId(byte[] bytes) implements Comparable<EventId> {
    public static final int LENGTH = 32;

    public EventId {
        if (bytes.length != LENGTH) throw new IllegalArgumentException("an event id has 32 bytes, not " + bytes.length);
        bytes = bytes.clone();
    }

    /// Reads 64 lower-case hex digits.
    public static EventId parse(String hex) {
        return new EventId(Hex.parse(hex));
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    public String hex() {
        return Hex.of(bytes);
    }

    /// Writes the id in hex into `target` and returns where it ended.
    public int writeHex(byte[] target, int at) {
        return Hex.write(bytes, target, at);
    }

    @Override
    public int compareTo(EventId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        // Keys and ids are uniformly random: any four bytes hash as well as all of them.
        return (bytes[0] << 24) | ((bytes[1] & 0xff) << 16) | ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
    }

    @Override
    public String toString() {
        return hex();
    }
}
