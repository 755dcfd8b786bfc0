package dev.muster.notifier.push.web;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.KeyAgreement;

/// The curve of Web Push, with public keys as 65 bytes: 4, x, y.
final class P256 {
    static final int PUBLIC = 65;
    static final int SCALAR = 32;

    private static final String NAME = "secp256r1";
    private static final ECParameterSpec CURVE = curve();

    private P256() {}

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(NAME));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("every Java has what Web Push needs", e);
    }

    static KeyPair pair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(NAME), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /// Empty if it is no point of the curve: whoever computes with such a one may give away their own key.
    static Optional<ECPublicKey> publicKey(byte[] bytes) {
        if (bytes.length != PUBLIC || bytes[0] != 4) return Optional.empty();
        var x = new BigInteger(1, Arrays.copyOfRange(bytes, 1, 1 + SCALAR));
        var y = new BigInteger(1, Arrays.copyOfRange(bytes, 1 + SCALAR, PUBLIC));
        if (!isOnCurve(x, y)) return Optional.empty();
        try {
            var spec = new ECPublicKeySpec(new ECPoint(x, y), CURVE);
            return Optional.of((ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static boolean isOnCurve(BigInteger x, BigInteger y) {
        EllipticCurve curve = CURVE.getCurve();
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) return false;
        BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
        return y.multiply(y).subtract(right).mod(p).signum() == 0;
    }

    static byte[] bytes(ECPublicKey key) {
        byte[] bytes = new byte[PUBLIC];
        bytes[0] = 4;
        fill(bytes, 1, key.getW().getAffineX());
        fill(bytes, 1 + SCALAR, key.getW().getAffineY());
        return bytes;
    }

    /// A number as 32 bytes, however many it has by itself.
    private static void fill(byte[] target, int at, BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = Math.max(0, bytes.length - SCALAR);
        int length = bytes.length - from;
        System.arraycopy(bytes, from, target, at + SCALAR - length, length);
    }

    static byte[] scalar(ECPrivateKey key) {
        byte[] bytes = new byte[SCALAR];
        fill(bytes, 0, key.getS());
        return bytes;
    }

    /// Empty if it is none.
    static Optional<ECPrivateKey> privateKey(byte[] scalar) {
        var number = new BigInteger(1, scalar);
        if (scalar.length != SCALAR || number.signum() == 0 || number.compareTo(CURVE.getOrder()) >= 0)
            return Optional.empty();
        try {
            var spec = new ECPrivateKeySpec(number, CURVE);
            return Optional.of((ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(spec));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static byte[] shared(ECPrivateKey ours, ECPublicKey theirs) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(ours);
            agreement.doPhase(theirs, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }
}
