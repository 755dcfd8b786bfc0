package dev.muster.sip.sdp;

import java.util.List;
import java.util.Optional;

/// A way to encrypt that somebody offers, with the key to what they send (RFC 4568).
///
/// @param tag by which the answer says which one it took
/// @param key as it is written: `inline:` and more
/// @param wishes what else they want of it
public record Crypto(int tag, String suite, String key, List<String> wishes) {
    /// Whoever sends packets in a wild order tells so. It is no wish of us.
    private static final String WINDOW = "WSH=";

    public Crypto {
        wishes = List.copyOf(wishes);
    }

    static Optional<Crypto> parse(String value) {
        String[] parts = value.strip().split(" +");
        if (parts.length < 3 || parts.length > 10) return Optional.empty();
        int tag = Numbers.read(parts[0], 999_999_999);
        if (tag < 0) return Optional.empty();
        return Optional.of(new Crypto(tag, parts[1], parts[2], List.of(parts).subList(3, parts.length)));
    }

    /// Whether it can be had without more: no packets in clear, no other rate of keys (RFC 4568, 6.3). What
    /// begins with a minus may be passed over.
    public boolean isPlain() {
        return wishes.stream().allMatch(wish -> wish.startsWith(WINDOW) || wish.startsWith("-"));
    }

    /// As it is written. Only for the other side to see.
    String text() {
        return tag + " " + suite + " " + key;
    }

    /// Says nothing of the key.
    @Override
    public String toString() {
        return "crypto " + tag + " " + suite;
    }
}
