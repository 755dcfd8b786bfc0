package dev.muster.sip.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// What a description says of a certificate, so that it is recognised when it is shown (RFC 8122, section 5).
public record Fingerprint(Hash hash, byte[] digest) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    /// Those that nobody can find another certificate for.
    public enum Hash {
        SHA_256("sha-256", 32),
        SHA_384("sha-384", 48),
        SHA_512("sha-512", 64);

        private final String text;
        private final int length;

        Hash(String text, int length) {
            this.text = text;
            this.length = length;
        }

        /// As descriptions name it.
        public String text() {
            return text;
        }

        byte[] of(byte[] bytes) {
            try {
                return MessageDigest.getInstance(text).digest(bytes);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has " + text, e);
            }
        }
    }

    public Fingerprint {
        digest = digest.clone();
    }

    /// Empty if it is of a hash that proves nothing, or isn't one.
    ///
    /// @param hash as descriptions name it
    public static Optional<Fingerprint> of(String hash, byte[] digest) {
        return Arrays.stream(Hash.values())
                .filter(known -> known.text.equalsIgnoreCase(hash) && known.length == digest.length)
                .findFirst()
                .map(known -> new Fingerprint(known, digest));
    }

    static Fingerprint of(byte[] certificate) {
        return new Fingerprint(Hash.SHA_256, Hash.SHA_256.of(certificate));
    }

    boolean isOf(byte[] certificate) {
        return MessageDigest.isEqual(digest, hash.of(certificate));
    }

    @Override
    public byte[] digest() {
        return digest.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && hash == that.hash && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return hash.text + " " + COLONS.formatHex(digest);
    }
}
