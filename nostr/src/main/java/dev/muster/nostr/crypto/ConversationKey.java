package dev.muster.nostr.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.Arrays;

/// What two people share for good, from which each of their messages gets its keys (NIP-44). As secret as a
/// [SecretKey]: it opens every message between the two.
public final class ConversationKey {
    public static final int LENGTH = 32;
    private static final byte[] SALT = "nip44-v2".getBytes(US_ASCII);

    private final byte[] bytes;

    ConversationKey(byte[] bytes) {
        if (bytes.length != LENGTH)
            throw new IllegalArgumentException("a conversation key has 32 bytes, not " + bytes.length);
        this.bytes = bytes.clone();
    }

    /// The same from either side. It costs as much as verifying two signatures: see [ConversationKeys].
    ///
    /// @throws IllegalArgumentException if `other` is not on the curve
    public static ConversationKey between(SecretKey own, PublicKey other) {
        return new ConversationKey(Hkdf.extract(SALT, Secp256k1.best().sharedX(own, other)));
    }

    byte[] expand(byte[] info, int length) {
        return Hkdf.expand(bytes, info, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConversationKey that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "ConversationKey";
    }
}
