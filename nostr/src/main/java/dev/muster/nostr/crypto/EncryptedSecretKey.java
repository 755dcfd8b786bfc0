package dev.muster.nostr.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;

/// A secret key behind a password (NIP-49): the bytes that `ncryptsec` spells.
///
/// They are `version (1) ‖ log n (1) ‖ salt (16) ‖ nonce (24) ‖ handling (1) ‖ encrypted key (32) ‖ tag (16)`.
public record EncryptedSecretKey(byte[] bytes) {
    public static final int LENGTH = 91;

    /// The most that [#decrypt] spends on a password: scrypt takes 2²² KiB, which is 4 GiB.
    public static final int MAX_LOG_N = 22;

    private static final byte VERSION = 2;
    private static final int SALT_AT = 2;
    private static final int NONCE_AT = 18;
    private static final int HANDLING_AT = 42;
    private static final int CIPHERTEXT_AT = 43;

    /// How the key was treated before, as far as the client that encrypts it knows.
    public enum Handling {
        /// It is known to have been stored or pasted unencrypted.
        INSECURE(0),
        /// It is not known to have been.
        SECURE(1),
        /// The client doesn't track it.
        UNKNOWN(2);

        private final byte code;

        Handling(int code) {
            this.code = (byte) code;
        }

        private static Handling of(byte code) {
            for (Handling handling : values()) if (handling.code == code) return handling;
            throw new IllegalArgumentException(
                    "unknown key security byte: " + Byte.toUnsignedInt(code) + ", expected 0, 1 or 2");
        }
    }

    public EncryptedSecretKey {
        if (bytes.length != LENGTH)
            throw new IllegalArgumentException("an encrypted secret key has 91 bytes, not " + bytes.length);
        if (bytes[0] != VERSION)
            throw new IllegalArgumentException(
                    "unknown version of an encrypted secret key: " + Byte.toUnsignedInt(bytes[0]));
        checkLogN(Byte.toUnsignedInt(bytes[1]));
        Handling.of(bytes[HANDLING_AT]);
        bytes = bytes.clone();
    }

    /// Encrypts; each step of `logN` doubles the time and the memory that a password guess costs (16: 64 MiB).
    public static EncryptedSecretKey encrypt(
            SecretKey key, String password, int logN, Handling handling, SecureRandom random) {
        checkLogN(logN);
        byte[] saltAndNonce = new byte[HANDLING_AT - SALT_AT];
        random.nextBytes(saltAndNonce);
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH)
                .put(VERSION)
                .put((byte) logN)
                .put(saltAndNonce)
                .put(handling.code);
        byte[] header = bytes.array();
        try {
            byte[] secret = key.bytes();
            bytes.put(cipher(Cipher.ENCRYPT_MODE, header, password).doFinal(secret));
            Arrays.fill(secret, (byte) 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK can't do ChaCha20-Poly1305", e);
        }
        return new EncryptedSecretKey(bytes.array());
    }

    /// Takes the time and memory that `log n` asks for.
    ///
    /// @throws IllegalArgumentException if the password is wrong, or the bytes were altered
    public SecretKey decrypt(String password) {
        byte[] secret;
        try {
            secret = cipher(Cipher.DECRYPT_MODE, bytes, password).doFinal(bytes, CIPHERTEXT_AT, LENGTH - CIPHERTEXT_AT);
        } catch (AEADBadTagException e) {
            throw new IllegalArgumentException("wrong password, or the encrypted key was altered", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK can't do ChaCha20-Poly1305", e);
        }
        SecretKey key = new SecretKey(secret);
        Arrays.fill(secret, (byte) 0);
        return key;
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    public int logN() {
        return bytes[1];
    }

    public Handling handling() {
        return Handling.of(bytes[HANDLING_AT]);
    }

    /// XChaCha20-Poly1305: a key derived from the first 16 bytes of the nonce, and the other 8 after four zeros.
    private static Cipher cipher(int mode, byte[] bytes, String password) throws GeneralSecurityException {
        byte[] key = passwordKey(password, Arrays.copyOfRange(bytes, SALT_AT, NONCE_AT), bytes[1]);
        int restAt = NONCE_AT + HChaCha20.NONCE_LENGTH;
        byte[] derived = HChaCha20.derive(key, Arrays.copyOfRange(bytes, NONCE_AT, restAt));
        byte[] nonce = new byte[12];
        System.arraycopy(bytes, restAt, nonce, 4, 8);
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(mode, new SecretKeySpec(derived, "ChaCha20"), new IvParameterSpec(nonce));
        cipher.updateAAD(bytes, HANDLING_AT, 1);
        Arrays.fill(key, (byte) 0);
        Arrays.fill(derived, (byte) 0);
        return cipher;
    }

    private static byte[] passwordKey(String password, byte[] salt, int logN) {
        byte[] utf8 = normalized(password);
        byte[] key = SCrypt.generate(utf8, salt, 1 << logN, 8, 1, 32);
        Arrays.fill(utf8, (byte) 0);
        return key;
    }

    /// The same bytes for the same characters, however a keyboard composes them.
    static byte[] normalized(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(UTF_8);
    }

    private static void checkLogN(int logN) {
        if (logN < 1 || logN > MAX_LOG_N)
            throw new IllegalArgumentException("log n lies between 1 and " + MAX_LOG_N + ", not " + logN
                    + ": it decides how much memory a password takes");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncryptedSecretKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Not the bytes: who has them can try passwords.
    @Override
    public String toString() {
        return "EncryptedSecretKey[log n " + logN() + ", " + handling() + "]";
    }
}
