package dev.muster.sip.ua.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// What a digest is made by. The later, the better.
public enum Algorithm {
    MD5("MD5"),
    SHA_256("SHA-256");

    private final String word;

    Algorithm(String word) {
        this.word = word;
    }

    /// As headers have it.
    public String word() {
        return word;
    }

    /// Absent for those that we don't have, among them the `-sess` ones.
    public static Optional<Algorithm> of(String word) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.word.equalsIgnoreCase(word))
                .findFirst();
    }

    /// Of what stands between colons, in hex.
    String of(String... parts) {
        try {
            byte[] text = String.join(":", parts).getBytes(UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(word).digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
