package dev.muster.sip.ua.digest;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What stands behind `Digest` in a header.
record Parameters(Map<String, String> values) {
    private static final String SCHEME = "digest";
    private static final int MOST = 20;

    Parameters {
        values = Map.copyOf(values);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// Absent if it is of another scheme, or nothing that could be read. The first of two with one name counts.
    static Optional<Parameters> parse(String header) {
        String text = header.strip();
        if (text.length() <= SCHEME.length()
                || !text.substring(0, SCHEME.length()).toLowerCase(Locale.ROOT).equals(SCHEME)
                || !Character.isWhitespace(text.charAt(SCHEME.length()))) return Optional.empty();
        Map<String, String> values = new HashMap<>();
        int at = SCHEME.length();
        while (at < text.length()) {
            if (isBetween(text.charAt(at))) {
                at++;
                continue;
            }
            int equals = text.indexOf('=', at);
            if (equals < 0 || values.size() == MOST) return Optional.empty();
            String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            int start = equals + 1;
            while (start < text.length() && Character.isWhitespace(text.charAt(start))) start++;
            var value = new StringBuilder();
            at = start < text.length() && text.charAt(start) == '"'
                    ? quoted(text, start + 1, value)
                    : token(text, start, value);
            if (at < 0) return Optional.empty();
            values.putIfAbsent(name, value.toString());
        }
        return Optional.of(new Parameters(values));
    }

    private static boolean isBetween(char c) {
        return c == ',' || Character.isWhitespace(c);
    }

    private static int token(String text, int start, StringBuilder value) {
        int at = start;
        while (at < text.length() && !isBetween(text.charAt(at))) value.append(text.charAt(at++));
        return at;
    }

    /// Where it goes on behind the quote; -1: there is none.
    private static int quoted(String text, int start, StringBuilder value) {
        for (int at = start; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') return at + 1;
            if (c == '\\' && ++at == text.length()) return -1;
            value.append(text.charAt(at));
        }
        return -1;
    }

    /// As it stands between quotes.
    static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
