package dev.muster.nostr.crypto;

import fr.acinq.secp256k1.Secp256k1Exception;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// libsecp256k1, the implementation of the Bitcoin developers, behind JNI.
final class NativeSecp256k1 implements Secp256k1 {
    private static final int MESSAGE_LENGTH = 32;

    private final fr.acinq.secp256k1.Secp256k1 library = fr.acinq.secp256k1.Secp256k1.get();
    private final @Nullable NativeEcdh ecdh = ecdhIfShown();
    private final BouncySecp256k1 fallback;

    /// Fails with whatever the loader throws where there is no native library.
    NativeSecp256k1(SecureRandom random) {
        this.fallback = new BouncySecp256k1(random);
    }

    /// Not every build of the library shows more than the binding's own functions.
    private static @Nullable NativeEcdh ecdhIfShown() {
        try {
            return new NativeEcdh();
        } catch (NoSuchElementException hidden) {
            return null;
        }
    }

    @Override
    public String name() {
        return "libsecp256k1";
    }

    @Override
    public PublicKey publicKey(SecretKey key) {
        return new PublicKey(x(library.pubkeyCreate(key.bytes())));
    }

    @Override
    public Signature sign(SecretKey key, byte[] message, byte[] auxiliary) {
        // The binding takes messages of 32 bytes only, all that Nostr signs; BIP-340 allows any length.
        if (message.length != MESSAGE_LENGTH) return fallback.sign(key, message, auxiliary);
        return new Signature(library.signSchnorr(message, key.bytes(), auxiliary));
    }

    @Override
    public boolean verify(PublicKey author, byte[] message, Signature signature) {
        if (message.length != MESSAGE_LENGTH) return fallback.verify(author, message, signature);
        try {
            return library.verifySchnorr(signature.bytes(), message, author.bytes());
        } catch (Secp256k1Exception offTheCurve) {
            return false;
        }
    }

    @Override
    public byte[] sharedX(SecretKey key, PublicKey other) {
        return ecdh == null ? fallback.sharedX(key, other) : ecdh.sharedX(key, other);
    }

    /// The x coordinate of an uncompressed point: `04 x y`.
    private static byte[] x(byte[] point) {
        return Arrays.copyOfRange(point, 1, 1 + PublicKey.LENGTH);
    }
}
