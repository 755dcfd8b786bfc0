package dev.muster.nostr.crypto;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Derivation of keys from keys: HKDF with SHA-256 (RFC 5869).
final class Hkdf {
    private Hkdf() {}

    static byte[] extract(byte[] salt, byte[] secret) {
        return derive(HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(secret).extractOnly());
    }

    static byte[] expand(byte[] key, byte[] info, int length) {
        return derive(HKDFParameterSpec.expandOnly(new SecretKeySpec(key, "HKDF"), info, length));
    }

    private static byte[] derive(AlgorithmParameterSpec parameters) {
        try {
            return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HKDF-SHA256", e);
        }
    }
}
