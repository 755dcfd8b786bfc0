package dev.muster.sip.gate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which numbers may be called, by how they begin. Where several prefixes fit, the longest counts.
public final class Prefixes {
    /// Satellites, networks of no country, personal and premium numbers without a country: what those cost nobody
    /// expects.
    private static final List<String> DEAR = List.of("+870", "+878", "+881", "+882", "+883", "+979");

    private final Set<String> allowed;
    private final Set<String> denied;

    private Prefixes(Set<String> allowed, Set<String> denied) {
        this.allowed = allowed;
        this.denied = denied;
    }

    /// Those that an admin names. What is dear has to be named itself: `+88` doesn't open `+881`.
    ///
    /// @param allowed such as `+49`; an empty list allows nothing
    /// @param denied exceptions, such as `+49900`
    /// @throws IllegalArgumentException if one isn't the beginning of a number, or stands in both
    public static Prefixes of(List<String> allowed, List<String> denied) {
        for (List<String> list : List.of(allowed, denied)) {
            for (String prefix : list) {
                if (!prefix.matches("\\+[0-9]{1,15}"))
                    throw new IllegalArgumentException(
                            "expected the beginning of a number, such as +49, not " + prefix);
            }
        }
        var no = new HashSet<>(denied);
        allowed.stream().filter(no::contains).findFirst().ifPresent(both -> {
            throw new IllegalArgumentException(both + " can't be allowed and denied");
        });
        DEAR.stream().filter(dear -> !allowed.contains(dear)).forEach(no::add);
        return new Prefixes(Set.copyOf(allowed), no);
    }

    /// Whether that one may be called.
    ///
    /// @param e164 a plus sign and digits
    public boolean allow(String e164) {
        for (int length = e164.length(); length > 1; length--) {
            String prefix = e164.substring(0, length);
            if (denied.contains(prefix)) return false;
            if (allowed.contains(prefix)) return true;
        }
        return false;
    }
}
