package dev.muster.nostr.json;

import dev.muster.nostr.crypto.Hex;
import org.jspecify.annotations.Nullable;

/// Reads one JSON text from UTF-8 bytes, value by value, in the order they stand:
///
/// ```
/// reader.openArray();
/// while (reader.nextElement()) total += reader.integer(0, 10);
/// reader.end();
/// ```
///
/// Every method throws [MalformedJson] when something else stands there.
public final class JsonReader {
    /// Nothing in Nostr nests deeper than a filter in a message; beyond this a text only tries our stack.
    public static final int MAX_DEPTH = 32;

    private final byte[] bytes;
    private final int end;
    private final StringToken string;
    private int at;
    private int depth;
    private boolean justOpened;
    private @Nullable String lastName;

    public JsonReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /// Reads the bytes from `from` up to but not including `to`.
    public JsonReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
        this.string = new StringToken(bytes, to, this);
    }

    /// Where the next unread byte stands.
    public int position() {
        return at;
    }

    /// The first character of the next value (or of what stands in its place), without reading it.
    public char peek() {
        skipSpace();
        return at < end ? (char) (bytes[at] & 0xff) : 0;
    }

    public void openArray() {
        open('[', "an array");
    }

    /// Whether another element follows; false once the array is closed.
    public boolean nextElement() {
        return next((byte) ']');
    }

    public void openObject() {
        open('{', "an object");
    }

    /// The name of the next field, or null once the object is closed.
    public @Nullable String nextName() {
        if (!next((byte) '}')) {
            lastName = null;
            return null;
        }
        lastName = null;
        String name = string();
        skipSpace();
        if (at >= end || bytes[at] != ':') throw expected("':'");
        at++;
        lastName = name;
        return name;
    }

    /// Reads a string.
    public String string() {
        scanString();
        return string.decoded();
    }

    /// Reads a string and appends it, quoted and canonically escaped, to `target`.
    public void copyString(JsonWriter target) {
        scanString();
        string.writeTo(target);
    }

    /// Reads a string, appends it to `target` like [#copyString], and returns it.
    public String stringInto(JsonWriter target) {
        scanString();
        string.writeTo(target);
        return string.decoded();
    }

    private void scanString() {
        skipSpace();
        if (at >= end || bytes[at] != '"') throw expected("a string");
        at = string.scan(at + 1);
    }

    /// Reads a string of exactly `length` bytes in lower-case hex.
    public byte[] hex(int length) {
        skipSpace();
        int start = at + 1;
        int stop = start + 2 * length;
        if (stop < end && bytes[at] == '"' && bytes[stop] == '"') {
            try {
                byte[] value = Hex.parse(bytes, start, 2 * length);
                at = stop + 1;
                return value;
            } catch (IllegalArgumentException notHex) {
                throw expected(2 * length + " lower-case hex digits");
            }
        }
        String text = string();
        if (text.length() != 2 * length) throw expected(2 * length + " lower-case hex digits");
        try {
            return Hex.parse(text);
        } catch (IllegalArgumentException notHex) {
            throw expected(2 * length + " lower-case hex digits");
        }
    }

    /// Reads a plain integer from 0 to `max`: digits only, no sign, fraction, exponent or leading zero.
    public long integer(long max) {
        skipSpace();
        int start = at;
        long value = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            int digit = bytes[at] - '0';
            if (value > (max - digit) / 10) throw expected("an integer from 0 to " + max);
            value = value * 10 + digit;
            at++;
        }
        boolean leadingZero = at - start > 1 && bytes[start] == '0';
        if (at == start || leadingZero || continuesNumber()) throw expected("an integer from 0 to " + max);
        return value;
    }

    public boolean bool() {
        return switch (peek()) {
            case 't' -> {
                literal("true");
                yield true;
            }
            case 'f' -> {
                literal("false");
                yield false;
            }
            default -> throw expected("true or false");
        };
    }

    /// Reads any value and forgets it.
    public void skip() {
        switch (peek()) {
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '[' -> {
                openArray();
                while (nextElement()) skip();
            }
            case '{' -> {
                openObject();
                while (nextName() != null) skip();
            }
            default -> skipNumber();
        }
    }

    /// Makes sure that nothing but white space follows.
    public void end() {
        skipSpace();
        if (at != end) throw expected("the end");
    }

    /// What to throw when `what` should stand here.
    public MalformedJson expected(String what) {
        return expected(what, at);
    }

    MalformedJson expected(String what, int at) {
        String where = lastName == null ? "" : " in \"" + shown(lastName) + "\"";
        return new MalformedJson("expected " + what + where + " at byte " + at);
    }

    /// A field's name is shown in errors only as far as it is harmless in a log.
    private static String shown(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_#-]", "?");
        return plain.length() <= 20 ? plain : plain.substring(0, 20) + "…";
    }

    private void open(char bracket, String what) {
        skipSpace();
        if (at >= end || bytes[at] != bracket) throw expected(what);
        if (++depth > MAX_DEPTH) throw new MalformedJson("nested deeper than " + MAX_DEPTH + " levels");
        at++;
        justOpened = true;
    }

    private boolean next(byte closing) {
        skipSpace();
        if (at >= end) throw expected("more, but the text ends");
        if (bytes[at] == closing) {
            at++;
            depth--;
            justOpened = false;
            return false;
        }
        if (justOpened) {
            justOpened = false;
            return true;
        }
        if (bytes[at] != ',') throw expected("',' or '" + (char) closing + "'");
        at++;
        return true;
    }

    private void skipSpace() {
        while (at < end) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') return;
            at++;
        }
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= end || bytes[at + i] != word.charAt(i)) throw expected(word);
        }
        at += word.length();
    }

    /// RFC 8259: `-`? digits (`.` digits)? (`e` sign? digits)?
    private void skipNumber() {
        if (at < end && bytes[at] == '-') at++;
        int start = at;
        skipDigits();
        if (at - start > 1 && bytes[start] == '0') throw expected("a number without leading zeros");
        if (at < end && bytes[at] == '.') {
            at++;
            skipDigits();
        }
        if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            if (at < end && (bytes[at] == '+' || bytes[at] == '-')) at++;
            skipDigits();
        }
    }

    private void skipDigits() {
        int start = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') at++;
        if (at == start) throw expected("a value");
    }

    private boolean continuesNumber() {
        return at < end && (bytes[at] == '.' || bytes[at] == 'e' || bytes[at] == 'E');
    }
}
