package dev.muster.sip.sdp;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which certificate somebody will show (RFC 8122).
///
/// @param algorithm `sha-256`, `sha-384` or `sha-512`. What is older can be forged, and is passed over
public record Fingerprint(String algorithm, byte[] hash) {
    private static final Map<String, Integer> LENGTHS = Map.of("sha-256", 32, "sha-384", 48, "sha-512", 64);
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    public Fingerprint {
        if (!Integer.valueOf(hash.length).equals(LENGTHS.get(algorithm)))
            throw new IllegalArgumentException("no hash is like that");
        hash = hash.clone();
    }

    @Override
    public byte[] hash() {
        return hash.clone();
    }

    static Optional<Fingerprint> parse(String value) {
        String[] parts = value.strip().split(" +", 3);
        if (parts.length != 2) return Optional.empty();
        try {
            return Optional.of(new Fingerprint(parts[0].toLowerCase(Locale.ROOT), COLONS.parseHex(parts[1])));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /// As it is written.
    public String text() {
        return algorithm + " " + COLONS.formatHex(hash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && algorithm.equals(that.algorithm) && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return text();
    }
}
