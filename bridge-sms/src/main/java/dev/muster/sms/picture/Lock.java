package dev.muster.sms.picture;

import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.sms.carrier.Media;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// What opens a picture, and tells that it is the right one: the tags of a file message (NIP-17, kind 15).
/// All in hex.
///
/// @param type what it is when it is open, such as `image/jpeg`
/// @param x the hash of what is locked; empty if whoever locked it didn't say
/// @param ox the hash of what is in it; the same
/// @param size of what is locked, in bytes; 0 if that isn't said
public record Lock(String type, String key, String nonce, String x, String ox, long size) {
    private static final String ALGORITHM = "aes-gcm";
    private static final int KEY = 32;

    /// Amethyst's, and what others therefore expect; 12 they take as well.
    private static final int NONCE = 16;

    private static final int TAG_BITS = 128;
    private static final HexFormat HEX = HexFormat.of();

    /// A picture, and what opens it.
    public record Locked(Lock lock, byte[] bytes) {
        /// Not what it shows.
        @Override
        public String toString() {
            return "locked picture";
        }
    }

    /// Locks a picture with a new key.
    public static Locked lock(Media picture, SecureRandom random) {
        byte[] key = new byte[KEY];
        byte[] nonce = new byte[NONCE];
        random.nextBytes(key);
        random.nextBytes(nonce);
        try {
            byte[] bytes = cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(picture.bytes());
            var lock = new Lock(
                    picture.type(),
                    HEX.formatHex(key),
                    HEX.formatHex(nonce),
                    hash(bytes),
                    hash(picture.bytes()),
                    bytes.length);
            return new Locked(lock, bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /// Of what somebody else has locked.
    ///
    /// @throws IllegalArgumentException if it isn't locked as NIP-17 says, with what was expected
    public static Lock of(Tags tags) {
        if (!tags.value("encryption-algorithm").orElse("").equals(ALGORITHM))
            throw new IllegalArgumentException("a file that is encrypted with aes-gcm");
        byte[] key = bytes(tags.value("decryption-key").orElse(""));
        byte[] nonce = bytes(tags.value("decryption-nonce").orElse(""));
        if (key.length != KEY && key.length != KEY / 2) throw new IllegalArgumentException("a key of 32 bytes");
        if (nonce.length < 12 || nonce.length > NONCE) throw new IllegalArgumentException("a nonce of 12 or 16 bytes");
        String size = tags.value("size").orElse("0");
        return new Lock(
                tags.value("file-type").orElse("").toLowerCase(Locale.ROOT),
                HEX.formatHex(key),
                HEX.formatHex(nonce),
                tags.value("x").orElse("").toLowerCase(Locale.ROOT),
                tags.value("ox").orElse("").toLowerCase(Locale.ROOT),
                size.matches("[0-9]{1,15}") ? Long.parseLong(size) : 0);
    }

    /// Some clients write hex, others Base64 in either alphabet.
    private static byte[] bytes(String text) {
        if (text.matches("([0-9a-fA-F]{2})+") && text.length() >= 24) return HEX.parseHex(text);
        return Base64.getUrlDecoder()
                .decode(text.replace('+', '-').replace('/', '_').replace("=", ""));
    }

    /// As a file message says it.
    public List<Tag> tags() {
        return List.of(
                Tag.of("file-type", type),
                Tag.of("encryption-algorithm", ALGORITHM),
                Tag.of("decryption-key", key),
                Tag.of("decryption-nonce", nonce),
                Tag.of("x", x),
                Tag.of("ox", ox),
                Tag.of("size", Long.toString(size)));
    }

    /// The picture in there (R47: it is what it is said to be).
    ///
    /// @throws IllegalArgumentException if it isn't what was locked, or no picture of that type
    public Media open(byte[] locked) {
        if (!x.isEmpty() && !x.equals(hash(locked))) throw new IllegalArgumentException("the file that was announced");
        byte[] bytes;
        try {
            bytes = cipher(Cipher.DECRYPT_MODE, HEX.parseHex(key), HEX.parseHex(nonce))
                    .doFinal(locked);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a file that its key opens", e);
        }
        if (!ox.isEmpty() && !ox.equals(hash(bytes))) throw new IllegalArgumentException("the file that was announced");
        return Media.read(bytes)
                .filter(picture -> picture.type().equals(type))
                .orElseThrow(() -> new IllegalArgumentException("a picture: JPEG, PNG or GIF"));
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    static String hash(byte[] bytes) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Not the key.
    @Override
    public String toString() {
        return "lock of " + type;
    }
}
