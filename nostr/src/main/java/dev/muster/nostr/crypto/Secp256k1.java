package dev.muster.nostr.crypto;

/// The curve: BIP-340 signatures, and the shared secret of two people (NIP-44).
public sealed interface Secp256k1 permits NativeSecp256k1, BouncySecp256k1 {
    /// The fastest implementation that works on this machine.
    static Secp256k1 best() {
        return BestSecp256k1.INSTANCE;
    }

    /// What does the arithmetic, for a user who asks which version runs.
    String name();

    PublicKey publicKey(SecretKey key);

    /// Signs a message (for an event: the 32 bytes of its id). `auxiliary` is 32 fresh random bytes (BIP-340).
    Signature sign(SecretKey key, byte[] message, byte[] auxiliary);

    /// Whether `author` signed the message. False, never an exception, for a key that is not on the curve.
    boolean verify(PublicKey author, byte[] message, Signature signature);

    /// The x coordinate of the point that both can compute, not hashed: `key · other`.
    ///
    /// @throws IllegalArgumentException if `other` is not on the curve
    byte[] sharedX(SecretKey key, PublicKey other);
}
