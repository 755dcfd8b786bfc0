package dev.muster.sip.credit;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How many credits a minute to a number costs: what its longest known prefix says, else one.
public final class Rates {
    private static final long OTHERWISE = 1;

    private final Map<String, Long> byPrefix =
            new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private Rates() {}

    /// Reads what an admin has written.
    ///
    /// @param lines such as `+44=2`; 0 costs nothing
    /// @throws IllegalArgumentException if one isn't of that form
    public static Rates of(List<String> lines) {
        var rates = new Rates();
        for (String line : lines) {
            if (!line.matches("\\+[0-9]{0,15}=[0-9]{1,9}")) {
                throw new IllegalArgumentException(
                        "expected a prefix and credits a minute, such as +44=2, not " + line);
            }
            int sign = line.indexOf('=');
            rates.byPrefix.put(line.substring(0, sign), Long.parseLong(line.substring(sign + 1)));
        }
        return rates;
    }

    public long perMinute(String e164) {
        return byPrefix.entrySet().stream()
                .filter(rate -> e164.startsWith(rate.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(OTHERWISE);
    }
}
