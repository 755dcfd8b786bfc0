package dev.muster.notifier.push.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.muster.notifier.device.WebKeys;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// What a device has told us to encrypt its pushes with, and nobody else can open (RFC 8291, in the form of RFC 8188).
record Envelope(ECPublicKey device, byte[] auth) {
    /// Every push service takes 4096 bytes, header and all.
    static final int TEXT_BYTES = 3993;

    private static final int RECORD = 4096;
    private static final int AUTH = 16;
    private static final int SALT = 16;
    private static final int KEY = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    /// Says that there is no further record.
    private static final byte LAST = 2;

    /// Texts are filled up to a multiple of this: their length would tell a ring from its end.
    private static final int STEP = 512;

    /// @throws IllegalArgumentException that says what is wrong with the keys
    static Envelope of(WebKeys keys) {
        byte[] auth = decoded(keys.auth()).orElseThrow(() -> new IllegalArgumentException("auth is no base64url"));
        byte[] device =
                decoded(keys.p256dh()).orElseThrow(() -> new IllegalArgumentException("p256dh is no base64url"));
        if (auth.length != AUTH) throw new IllegalArgumentException("auth has not 16 bytes");
        if (device.length != P256.PUBLIC) throw new IllegalArgumentException("p256dh has not 65 bytes");
        return new Envelope(
                P256.publicKey(device)
                        .orElseThrow(() -> new IllegalArgumentException("p256dh is no point of the curve")),
                auth);
    }

    private static Optional<byte[]> decoded(String base64url) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(base64url));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// @param text up to [#TEXT_BYTES]
    byte[] seal(byte[] text, SecureRandom random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return seal(text, P256.pair(random), salt, padded(text.length));
    }

    private static int padded(int length) {
        return Math.min(TEXT_BYTES, (length / STEP + 1) * STEP - 1);
    }

    /// @param once our key, for this envelope alone
    /// @param length that the text is filled up to
    byte[] seal(byte[] text, KeyPair once, byte[] salt, int length) {
        byte[] ours = P256.bytes((ECPublicKey) once.getPublic());
        byte[] info = joined("WebPush: info\0".getBytes(US_ASCII), P256.bytes(device), ours);
        byte[] secret = derive(auth, P256.shared((ECPrivateKey) once.getPrivate(), device), info, 2 * KEY);
        byte[] key = derive(salt, secret, "Content-Encoding: aes128gcm\0".getBytes(US_ASCII), KEY);
        byte[] nonce = derive(salt, secret, "Content-Encoding: nonce\0".getBytes(US_ASCII), NONCE);
        byte[] filled = Arrays.copyOf(text, length + 1);
        filled[text.length] = LAST;
        byte[] header = ByteBuffer.allocate(SALT + Integer.BYTES + 1 + ours.length)
                .put(salt)
                .putInt(RECORD)
                .put((byte) ours.length)
                .put(ours)
                .array();
        return joined(header, encrypted(filled, key, nonce));
    }

    private static byte[] derive(byte[] salt, byte[] secret, byte[] info, int length) {
        try {
            var spec =
                    HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(secret).thenExpand(info, length);
            return KDF.getInstance("HKDF-SHA256").deriveData(spec);
        } catch (GeneralSecurityException e) {
            throw P256.missing(e);
        }
    }

    private static byte[] encrypted(byte[] text, byte[] key, byte[] nonce) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw P256.missing(e);
        }
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return all.toByteArray();
    }

    /// Not its keys.
    @Override
    public String toString() {
        return "Envelope";
    }
}
