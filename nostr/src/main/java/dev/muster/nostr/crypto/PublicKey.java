package dev.muster.nostr.crypto;

import java.util.Arrays;

/// Who somebody is on Nostr: the x coordinate of a point on secp256k1 (BIP-340).
///
/// Only its length is checked here. Whether it lies on the curve costs a square root, so that is found out where it
/// matters: a key off the curve verifies nothing.
public record PublicKey(byte[] bytes) implements Comparable<PublicKey> {
    public static final int LENGTH = 32;

    public PublicKey {
        if (bytes.length != LENGTH)
            throw new IllegalArgumentException("a public key has 32 bytes, not " + bytes.length);
        bytes = bytes.clone();
    }

    /// Reads 64 lower-case hex digits.
    public static PublicKey parse(String hex) {
        return new PublicKey(Hex.parse(hex));
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    public String hex() {
        return Hex.of(bytes);
    }

    /// Writes the key in hex into `target` and returns where it ended.
    public int writeHex(byte[] target, int at) {
        return Hex.write(bytes, target, at);
    }

    @Override
    public int compareTo(PublicKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && Arrays.equals(bytes, that.bytes);
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
