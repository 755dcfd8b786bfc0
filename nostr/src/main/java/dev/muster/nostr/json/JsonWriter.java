package dev.muster.nostr.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.Hex;
import java.util.Arrays;

/// Writes JSON as UTF-8 bytes, without white space, escaping no more than it must.
///
/// It puts no commas: whoever writes knows the shape (`writer.raw("[\"CLOSE\",").string(id).raw("]")`).
public final class JsonWriter {

    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int size;
    private boolean differsFromPreimage;

    public JsonWriter() {
        this(256);
    }

    public JsonWriter(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, UTF_8);
    }

    /// Appends ASCII as it is: brackets, commas, names.
    public JsonWriter raw(String ascii) {
        ensure(ascii.length());
        for (int i = 0; i < ascii.length(); i++) bytes[size++] = (byte) ascii.charAt(i);
        return this;
    }

    public JsonWriter raw(JsonWriter other) {
        return raw(other.bytes, 0, other.size);
    }

    public JsonWriter raw(byte[] json) {
        return raw(json, 0, json.length);
    }

    public JsonWriter raw(byte[] json, int from, int length) {
        ensure(length);
        System.arraycopy(json, from, bytes, size, length);
        size += length;
        return this;
    }

    /// Appends bytes as a string in lower-case hex.
    public JsonWriter hex(byte[] value) {
        ensure(value.length * 2 + 2);
        bytes[size++] = '"';
        size = Hex.write(value, bytes, size);
        bytes[size++] = '"';
        return this;
    }

    public JsonWriter number(long value) {
        return raw(Long.toString(value));
    }

    /// Appends a string with its quotes.
    ///
    /// @throws IllegalArgumentException if it holds a lone surrogate, which has no UTF-8 form
    public JsonWriter string(String text) {
        return string(text, true);
    }

    /// Appends a string as NIP-01 wants it in the preimage of an id: seven escapes, all else verbatim, which
    /// isn't JSON if other control characters are among it.
    public JsonWriter preimageString(String text) {
        return string(text, false);
    }

    /// Whether a string so far held a control character that JSON must escape but an id's preimage must not.
    public boolean differsFromPreimage() {
        return differsFromPreimage;
    }

    private JsonWriter string(String text, boolean escapeAllControls) {
        // Three bytes for one UTF-16 unit is the most that UTF-8 takes; escapes ask for more room when they come.
        ensure(text.length() * 3L + 2);
        bytes[size++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                i = beyondAscii(text, i);
            } else if (c >= 0x20 && c != '"' && c != '\\') {
                bytes[size++] = (byte) c;
            } else {
                ensure(6 + (text.length() - i) * 3L);
                control(c, escapeAllControls);
            }
        }
        bytes[size++] = '"';
        return this;
    }

    private void control(char c, boolean escapeAll) {
        int escape = shortEscape(c);
        if (escape != 0) {
            bytes[size++] = '\\';
            bytes[size++] = (byte) escape;
            return;
        }
        differsFromPreimage = true;
        if (escapeAll) {
            raw("\\u00").raw(Hex.of(new byte[] {(byte) c}));
        } else {
            bytes[size++] = (byte) c;
        }
    }

    private static int shortEscape(char c) {
        return switch (c) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\f' -> 'f';
            default -> 0;
        };
    }

    /// Writes the character at `i` in UTF-8 and returns the index of its last unit.
    private int beyondAscii(String text, int i) {
        int point = text.codePointAt(i);
        if (point < 0x800) {
            bytes[size++] = (byte) (0xc0 | (point >> 6));
        } else if (point < 0x10000) {
            if (Character.isSurrogate((char) point)) throw new IllegalArgumentException("text holds a lone surrogate");
            bytes[size++] = (byte) (0xe0 | (point >> 12));
            bytes[size++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        } else {
            bytes[size++] = (byte) (0xf0 | (point >> 18));
            bytes[size++] = (byte) (0x80 | ((point >> 12) & 0x3f));
            bytes[size++] = (byte) (0x80 | ((point >> 6) & 0x3f));
            i++;
        }
        bytes[size++] = (byte) (0x80 | (point & 0x3f));
        return i;
    }

    private void ensure(long more) {
        if (bytes.length - size >= more) return;
        if (size + more > LARGEST) throw new IllegalArgumentException("the text is too long for one array");
        bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST, Math.max(bytes.length * 2L, size + more)));
    }
}
