package dev.muster.nostr.crypto;

import java.util.Arrays;

/// A BIP-340 Schnorr signature.
public record Signature(byte[] bytes) {
    public static final int LENGTH = 64;

    public Signature {
        if (bytes.length != LENGTH) throw new IllegalArgumentException("a signature has 64 bytes, not " + bytes.length);
        bytes = bytes.clone();
    }

    /// Reads 128 lower-case hex digits.
    public static Signature parse(String hex) {
        return new Signature(Hex.parse(hex));
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    public String hex() {
        return Hex.of(bytes);
    }

    /// Writes the signature in hex into `target` and returns where it ended.
    public int writeHex(byte[] target, int at) {
        return Hex.write(bytes, target, at);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
