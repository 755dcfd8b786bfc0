package dev.muster.nostr.crypto;

import fr.acinq.secp256k1.Secp256k1Exception;
import java.security.SecureRandom;
import java.util.Arrays;

/// libsecp256k1, the implementation of the Bitcoin developers, behind JNI.
final class NativeSecp256k1 implements Secp256k1 {
    private static final int MESSAGE_LENGTH = 32;

    private final fr.acinq.secp256k1.Secp256k1 library = fr.acinq.secp256k1.Secp256k1.get();
    private final BouncySecp256k1 anyLength;
    private final SecureRandom random;

    /// Fails with whatever the loader throws where there is no native library.
    NativeSecp256k1(SecureRandom random) {
        this.random = random;
        this.anyLength = new BouncySecp256k1(random);
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
        if (message.length != MESSAGE_LENGTH) return anyLength.sign(key, message, auxiliary);
        return new Signature(library.signSchnorr(message, key.bytes(), auxiliary));
    }

    @Override
    public boolean verify(PublicKey author, byte[] message, Signature signature) {
        if (message.length != MESSAGE_LENGTH) return anyLength.verify(author, message, signature);
        try {
            return library.verifySchnorr(signature.bytes(), message, author.bytes());
        } catch (Secp256k1Exception offTheCurve) {
            return false;
        }
    }

    /// The binding's own `ecdh` hashes the point. Its multiplication of a point doesn't, but takes a time that
    /// depends on the scalar. So the key is split at random, `k·P = (k-r)·P + r·P`: neither part alone tells
    /// anything about it, and the library adds scalars in constant time.
    @Override
    public byte[] sharedX(SecretKey key, PublicKey other) {
        byte[] point = evenPoint(other);
        byte[] part = SecretKey.randomScalar(random);
        byte[] rest = library.privKeyTweakAdd(key.bytes(), library.privKeyNegate(part.clone()));
        return x(library.pubKeyCombine(
                new byte[][] {library.pubKeyTweakMul(point, part), library.pubKeyTweakMul(point, rest)}));
    }

    private byte[] evenPoint(PublicKey key) {
        byte[] compressed = new byte[1 + PublicKey.LENGTH];
        compressed[0] = 2;
        System.arraycopy(key.bytes(), 0, compressed, 1, PublicKey.LENGTH);
        try {
            return library.pubkeyParse(compressed);
        } catch (Secp256k1Exception offTheCurve) {
            throw new IllegalArgumentException("the public key is not on the curve: " + key, offTheCurve);
        }
    }

    /// The x coordinate of an uncompressed point: `04 x y`.
    private static byte[] x(byte[] point) {
        return Arrays.copyOfRange(point, 1, 1 + PublicKey.LENGTH);
    }
}
