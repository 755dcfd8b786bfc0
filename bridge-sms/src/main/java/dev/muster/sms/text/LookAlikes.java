package dev.muster.sms.text;

import java.util.Map;

/// Characters that word processors put in, and that double the price of a text: what they are taken for in the old
/// alphabet says the same.
public final class LookAlikes {
    private static final Map<Integer, String> PLAIN = Map.ofEntries(
            Map.entry((int) '‘', "'"),
            Map.entry((int) '’', "'"),
            Map.entry((int) '‚', "'"),
            Map.entry((int) '“', "\""),
            Map.entry((int) '”', "\""),
            Map.entry((int) '„', "\""),
            Map.entry((int) '–', "-"),
            Map.entry((int) '—', "-"),
            Map.entry((int) '…', "..."),
            Map.entry((int) '\u00a0', " "),
            Map.entry((int) '\u202f', " "),
            Map.entry((int) '\t', " "));

    private LookAlikes() {}

    /// The text with those replaced, if all of it can then be said in the old alphabet; otherwise as it is, since
    /// nothing is won.
    public static String replaced(String text) {
        var plain = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            String other = PLAIN.get(character);
            if (other == null) plain.appendCodePoint(character);
            else plain.append(other);
        });
        return Gsm.has(plain.toString()) ? plain.toString() : text;
    }
}
