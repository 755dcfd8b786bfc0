package dev.muster.nostr.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypted payloads, version 2 (NIP-44): text that only two people can read, as base64 for the content of an event.
///
/// Decoded, a payload is `version (1) ‖ nonce (32) ‖ ciphertext ‖ MAC (32)`. What is encrypted is the length of the
/// text, the text, and zeros up to a length that tells little about it.
public final class Nip44 {
    /// The longest payload that [#decrypt(String, ConversationKey)] opens: 16 Mi characters, 12 MiB of text.
    public static final int MAX_PAYLOAD = 1 << 24;

    private static final byte VERSION = 2;
    private static final int NONCE_LENGTH = 32;
    private static final int MAC_LENGTH = 32;
    private static final int TEXT_AT = 1 + NONCE_LENGTH;
    private static final int MIN_PAYLOAD = 132;
    private static final int MIN_DATA = 99;
    // More would not fit into a String as base64.
    private static final int MAX_DATA = Integer.MAX_VALUE / 4 * 3;
    // From this length on, the text's length takes two zero bytes and four bytes instead of two bytes.
    private static final int EXTENDED = 65_536;
    private static final Provider CHACHA20_PROVIDER = chaCha20Provider();

    private Nip44() {}

    /// The payload for an event, different each time.
    ///
    /// @throws IllegalArgumentException if the text is empty, or has half a surrogate pair
    public static String encrypt(String text, ConversationKey key, SecureRandom random) {
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        return encrypt(text, key, nonce);
    }

    /// A nonce used twice gives both texts away: only test vectors bring their own.
    static String encrypt(String text, ConversationKey key, byte[] nonce) {
        ByteBuffer utf8 = utf8(text);
        int textLength = utf8.remaining();
        if (textLength == 0) throw new IllegalArgumentException("NIP-44 can't encrypt an empty text");
        long length = TEXT_AT + prefixLength(textLength) + paddedLength(textLength) + MAC_LENGTH;
        if (length > MAX_DATA) throw new IllegalArgumentException("too long for one payload: " + textLength + " bytes");

        ByteBuffer buffer = ByteBuffer.allocate((int) length).put(VERSION).put(nonce);
        if (textLength < EXTENDED) buffer.putShort((short) textLength);
        else buffer.putShort((short) 0).putInt(textLength);
        byte[] data = buffer.put(utf8).array();
        int macAt = data.length - MAC_LENGTH;

        MessageKeys keys = MessageKeys.of(key, nonce);
        byte[] ciphertext = keys.chaCha20(data, TEXT_AT, macAt);
        System.arraycopy(ciphertext, 0, data, TEXT_AT, ciphertext.length);
        System.arraycopy(keys.mac(data, 1, macAt), 0, data, macAt, MAC_LENGTH);
        return Base64.getEncoder().encodeToString(data);
    }

    /// Opens a payload of at most [#MAX_PAYLOAD] characters.
    ///
    /// @throws IllegalArgumentException if it isn't one, or the key is another
    public static String decrypt(String payload, ConversationKey key) {
        return decrypt(payload, key, MAX_PAYLOAD);
    }

    /// Opens a payload of at most `maxPayload` characters, which is checked before anything is decoded.
    ///
    /// @throws IllegalArgumentException if it isn't one, or the key is another
    public static String decrypt(String payload, ConversationKey key, int maxPayload) {
        byte[] data = decode(payload, maxPayload);
        int macAt = data.length - MAC_LENGTH;
        MessageKeys keys = MessageKeys.of(key, Arrays.copyOfRange(data, 1, TEXT_AT));
        byte[] mac = Arrays.copyOfRange(data, macAt, data.length);
        if (!MessageDigest.isEqual(keys.mac(data, 1, macAt), mac))
            throw new IllegalArgumentException("wrong MAC: altered, or encrypted for somebody else");
        return unpad(keys.chaCha20(data, TEXT_AT, macAt));
    }

    private static byte[] decode(String payload, int maxPayload) {
        if (payload.startsWith("#"))
            throw new IllegalArgumentException("unknown encryption version: '#' means that it isn't even base64");
        if (payload.length() < MIN_PAYLOAD)
            throw new IllegalArgumentException("payload too short: " + payload.length() + " characters");
        if (payload.length() > maxPayload)
            throw new IllegalArgumentException(
                    "payload too long: " + payload.length() + " characters, " + maxPayload + " are allowed");
        // Java's decoder would forgive missing padding.
        if (payload.length() % 4 != 0)
            throw new IllegalArgumentException("not base64: " + payload.length() + " characters, no multiple of 4");
        byte[] data;
        try {
            data = Base64.getDecoder().decode(payload);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not base64: " + e.getMessage(), e);
        }
        if (data[0] != VERSION) throw new IllegalArgumentException("unknown encryption version: " + (data[0] & 0xff));
        if (data.length < MIN_DATA) throw new IllegalArgumentException("payload too short: " + data.length + " bytes");
        return data;
    }

    private static String unpad(byte[] padded) {
        ByteBuffer buffer = ByteBuffer.wrap(padded);
        long length = Short.toUnsignedLong(buffer.getShort());
        if (length == 0) {
            length = Integer.toUnsignedLong(buffer.getInt());
            if (length < EXTENDED) throw new IllegalArgumentException("wrong padding: long form of a short length");
        }
        if (padded.length != prefixLength(length) + paddedLength(length))
            throw new IllegalArgumentException("wrong padding: its length doesn't match the text's");
        try {
            return UTF_8.newDecoder()
                    .decode(buffer.limit(buffer.position() + (int) length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the decrypted text is not UTF-8", e);
        }
    }

    private static int prefixLength(long length) {
        return length < EXTENDED ? 2 : 6;
    }

    /// Rounds up to 32 bytes, then to an eighth of the next power of two. Up to 2³², hence in 64 bits.
    static long paddedLength(long length) {
        if (length <= 32) return 32;
        long nextPower = Long.highestOneBit(length - 1) << 1;
        long chunk = Math.max(32, nextPower / 8);
        return chunk * ((length - 1) / chunk + 1);
    }

    private static ByteBuffer utf8(String text) {
        // String.getBytes would put a '?' for half a surrogate pair, and the other side read what nobody wrote.
        try {
            return UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the text has half a surrogate pair, which UTF-8 can't express", e);
        }
    }

    /// The keys of one message.
    record MessageKeys(byte[] cipherKey, byte[] cipherNonce, byte[] macKey) {
        static MessageKeys of(ConversationKey key, byte[] nonce) {
            byte[] keys = key.expand(nonce, 76);
            return new MessageKeys(
                    Arrays.copyOf(keys, 32), Arrays.copyOfRange(keys, 32, 44), Arrays.copyOfRange(keys, 44, 76));
        }

        /// Both ways: a stream cipher is its own inverse.
        byte[] chaCha20(byte[] data, int from, int to) {
            try {
                Cipher cipher = Cipher.getInstance("ChaCha20", CHACHA20_PROVIDER);
                cipher.init(
                        Cipher.ENCRYPT_MODE,
                        new SecretKeySpec(cipherKey, "ChaCha20"),
                        new ChaCha20ParameterSpec(cipherNonce, 0));
                return cipher.doFinal(data, from, to - from);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK can't do ChaCha20", e);
            }
        }

        byte[] mac(byte[] data, int from, int to) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(macKey, "HmacSHA256"));
                mac.update(data, from, to - from);
                return mac.doFinal();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK can't do HMAC-SHA256", e);
            }
        }
    }

    /// Found once: looking for it costs more than encrypting a short text.
    private static Provider chaCha20Provider() {
        try {
            return Cipher.getInstance("ChaCha20").getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no ChaCha20", e);
        }
    }
}
