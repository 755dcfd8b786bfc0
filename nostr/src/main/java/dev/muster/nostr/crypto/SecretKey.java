package dev.muster.nostr.crypto;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/// What proves that somebody is who they are: a scalar of secp256k1. It never shows itself in [#toString].
public final class SecretKey {
    public static final int LENGTH = 32;
    private static final byte[] ORDER = Hex.parse("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    private static final byte[] ZERO = new byte[LENGTH];

    private final byte[] bytes;
    private final PublicKey publicKey;

    /// @throws IllegalArgumentException if the bytes are not a number from 1 to the order of the curve less one
    public SecretKey(byte[] bytes) {
        // The messages never repeat the bytes: they may end up in a log.
        if (bytes.length != LENGTH)
            throw new IllegalArgumentException("a secret key has 32 bytes, not " + bytes.length);
        this.bytes = bytes.clone();
        if (!isScalar(this.bytes))
            throw new IllegalArgumentException("a secret key lies between 1 and the order of the curve");
        this.publicKey = Secp256k1.best().publicKey(this);
    }

    /// Reads 64 lower-case hex digits.
    public static SecretKey parse(String hex) {
        return new SecretKey(Hex.parse(hex));
    }

    public static SecretKey random(SecureRandom random) {
        return new SecretKey(randomScalar(random));
    }

    /// Almost every 32 random bytes are a number below the order of the curve; the rest are drawn again.
    static byte[] randomScalar(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        do random.nextBytes(bytes);
        while (!isScalar(bytes));
        return bytes;
    }

    private static boolean isScalar(byte[] bytes) {
        return Arrays.compareUnsigned(bytes, ORDER) < 0 && !Arrays.equals(bytes, ZERO);
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String hex() {
        return Hex.of(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretKey that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return publicKey.hashCode();
    }

    @Override
    public String toString() {
        return "SecretKey of " + publicKey;
    }
}
