package dev.muster.nostr.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECMultiplier;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/// BIP-340 on BouncyCastle's arithmetic, for machines without libsecp256k1.
///
/// A secret scalar meets the generator through a multiplier with constant-time lookups, and other points only when
/// split at random. Java's `BigInteger` promises nothing about time: who signs much on a shared machine wants the
/// library.
final class BouncySecp256k1 implements Secp256k1 {
    private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("secp256k1");
    private static final ECCurve CURVE = PARAMETERS.getCurve();
    private static final ECPoint G = PARAMETERS.getG();
    private static final BigInteger N = PARAMETERS.getN();
    private static final ECMultiplier GENERATOR = new FixedPointCombMultiplier();

    private static final SHA256Digest AUX = tagged("BIP0340/aux");
    private static final SHA256Digest NONCE = tagged("BIP0340/nonce");
    private static final SHA256Digest CHALLENGE = tagged("BIP0340/challenge");

    private final SecureRandom random;

    BouncySecp256k1(SecureRandom random) {
        this.random = random;
    }

    @Override
    public String name() {
        return "BouncyCastle";
    }

    @Override
    public PublicKey publicKey(SecretKey key) {
        return new PublicKey(x(timesG(scalar(key.bytes()))));
    }

    @Override
    public Signature sign(SecretKey key, byte[] message, byte[] auxiliary) {
        if (auxiliary.length != 32)
            throw new IllegalArgumentException("auxiliary randomness has 32 bytes, not " + auxiliary.length);
        BigInteger secret = scalar(key.bytes());
        ECPoint point = timesG(secret);
        byte[] author = x(point);
        BigInteger d = hasEvenY(point) ? secret : N.subtract(secret);

        byte[] masked = hash(AUX, auxiliary);
        byte[] secretBytes = bytes(d);
        for (int i = 0; i < masked.length; i++) masked[i] ^= secretBytes[i];
        BigInteger nonce = scalar(hash(NONCE, masked, author, message)).mod(N);
        if (nonce.signum() == 0) throw new IllegalStateException("a hash was zero, which never happens");
        ECPoint commitment = timesG(nonce);
        BigInteger k = hasEvenY(commitment) ? nonce : N.subtract(nonce);

        byte[] r = x(commitment);
        byte[] signature = Arrays.copyOf(r, Signature.LENGTH);
        BigInteger s = challenge(r, author, message).multiply(d).add(k).mod(N);
        System.arraycopy(bytes(s), 0, signature, 32, 32);
        return new Signature(signature);
    }

    @Override
    public boolean verify(PublicKey author, byte[] message, Signature signature) {
        byte[] r = Arrays.copyOf(signature.bytes(), 32);
        BigInteger s = new BigInteger(1, signature.bytes(), 32, 32);
        if (s.compareTo(N) >= 0) return false;
        ECPoint point;
        try {
            point = evenPoint(author);
        } catch (IllegalArgumentException offTheCurve) {
            return false;
        }
        BigInteger e = challenge(r, author.bytes(), message);
        // An r beyond the field's size equals no x coordinate: it needs no check of its own.
        ECPoint commitment =
                ECAlgorithms.sumOfTwoMultiplies(G, s, point, N.subtract(e)).normalize();
        return !commitment.isInfinity() && hasEvenY(commitment) && Arrays.equals(x(commitment), r);
    }

    /// The key is split at random, `k·P = (k-r)·P + r·P`, so that the time taken tells nothing about it.
    @Override
    public byte[] sharedX(SecretKey key, PublicKey other) {
        ECPoint point = evenPoint(other);
        BigInteger part = scalar(SecretKey.randomScalar(random));
        BigInteger rest = scalar(key.bytes()).subtract(part).mod(N);
        return x(ECAlgorithms.sumOfTwoMultiplies(point, part, point, rest).normalize());
    }

    private static ECPoint evenPoint(PublicKey key) {
        byte[] compressed = new byte[1 + PublicKey.LENGTH];
        compressed[0] = 2;
        System.arraycopy(key.bytes(), 0, compressed, 1, PublicKey.LENGTH);
        try {
            return CURVE.decodePoint(compressed);
        } catch (IllegalArgumentException offTheCurve) {
            throw new IllegalArgumentException("the public key is not on the curve: " + key, offTheCurve);
        }
    }

    private static ECPoint timesG(BigInteger scalar) {
        return GENERATOR.multiply(G, scalar).normalize();
    }

    private static boolean hasEvenY(ECPoint normal) {
        return !normal.getAffineYCoord().testBitZero();
    }

    private static byte[] x(ECPoint normal) {
        return normal.getAffineXCoord().getEncoded();
    }

    private static BigInteger scalar(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    private static byte[] bytes(BigInteger scalar) {
        return BigIntegers.asUnsignedByteArray(32, scalar);
    }

    private static BigInteger challenge(byte[] r, byte[] author, byte[] message) {
        return scalar(hash(CHALLENGE, r, author, message)).mod(N);
    }

    /// A digest that has read `SHA256(tag) ‖ SHA256(tag)`; it is only ever copied.
    private static SHA256Digest tagged(String tag) {
        byte[] prefix = hash(new SHA256Digest(), tag.getBytes(US_ASCII));
        SHA256Digest digest = new SHA256Digest();
        digest.update(prefix, 0, prefix.length);
        digest.update(prefix, 0, prefix.length);
        return digest;
    }

    private static byte[] hash(SHA256Digest start, byte[]... parts) {
        SHA256Digest digest = new SHA256Digest(start);
        for (byte[] part : parts) digest.update(part, 0, part.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }
}
