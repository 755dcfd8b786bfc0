package dev.muster.nostr.negentropy;

import java.util.Arrays;

/// What stands for all ids of a range: equal fingerprints, equal sets. Made by [IdSum#fingerprint].
public record Fingerprint(byte[] bytes) {
    static final int LENGTH = 16;

    public Fingerprint {
        if (bytes.length != LENGTH)
            throw new IllegalArgumentException("a fingerprint has 16 bytes, not " + bytes.length);
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
