package dev.muster.nostr.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The string that a [JsonReader] has just met: checked byte by byte while its end is looked for, decoded only
/// if wanted.
final class StringToken {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EVERY_BYTE = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final String[] ONE_CHARACTER = new String[128];

    static {
        for (char c = 0; c < 128; c++) ONE_CHARACTER[c] = String.valueOf(c);
    }

    private final byte[] bytes;
    private final int end;
    private final JsonReader reader;

    private int start;
    private int stop;
    private boolean escaped;
    private boolean ascii;
    private boolean canonical;

    StringToken(byte[] bytes, int end, JsonReader reader) {
        this.bytes = bytes;
        this.end = end;
        this.reader = reader;
    }

    /// Takes the string whose first character is at `start`. Returns what follows its closing quote.
    int scan(int start) {
        this.start = start;
        escaped = false;
        ascii = true;
        canonical = true;
        int i = start;
        while (true) {
            i = skipPlain(i);
            if (i >= end) throw reader.expected("a closing '\"'", i);
            byte b = bytes[i];
            if (b == '"') {
                stop = i;
                return i + 1;
            }
            if (b == '\\') {
                escaped = true;
                i = checkEscape(i);
            } else if (b < 0) {
                ascii = false;
                i = checkUtf8(i);
            } else if (b < 0x20) {
                throw reader.expected("no bare control character", i);
            } else {
                i++;
            }
        }
    }

    String decoded() {
        if (escaped) return unescaped();
        if (!ascii) return new String(bytes, start, stop - start, UTF_8);
        // Nearly every tag's name is one letter: no need for a new string each time.
        return stop - start == 1 ? ONE_CHARACTER[bytes[start]] : new String(bytes, start, stop - start, ISO_8859_1);
    }

    /// Appends it, quoted and canonically escaped.
    void writeTo(JsonWriter target) {
        if (canonical) {
            target.raw(bytes, start - 1, stop - start + 2);
        } else {
            target.string(decoded());
        }
    }

    /// Leaps over eight bytes at a time while none of them needs a look: quote, backslash, control or not
    /// ASCII.
    private int skipPlain(int i) {
        while (i + 8 <= end) {
            long word = (long) EIGHT_BYTES.get(bytes, i);
            long quote = word ^ (EVERY_BYTE * '"');
            long backslash = word ^ (EVERY_BYTE * '\\');
            long special = ((quote - EVERY_BYTE) & ~quote)
                    | ((backslash - EVERY_BYTE) & ~backslash)
                    | (word - EVERY_BYTE * 0x20)
                    | word;
            special &= HIGH_BITS;
            // A borrow may mark a byte too many above a true find, never one below it: the first mark is exact.
            if (special != 0) return i + (Long.numberOfTrailingZeros(special) >>> 3);
            i += 8;
        }
        return i;
    }

    /// Returns what follows the escape at `i`.
    private int checkEscape(int i) {
        if (i + 1 >= end) throw reader.expected("a closing '\"'", i);
        return switch (bytes[i + 1]) {
            // The seven of NIP-01: written again just like this.
            case '"', '\\', 'b', 'f', 'n', 'r', 't' -> i + 2;
            case '/' -> {
                canonical = false;
                yield i + 2;
            }
            case 'u' -> {
                canonical = false;
                yield checkEscapedUnit(i);
            }
            default -> throw reader.expected("a known escape", i);
        };
    }

    private int checkEscapedUnit(int i) {
        char unit = escapedUnit(i);
        if (!Character.isSurrogate(unit)) return i + 6;
        boolean paired = Character.isHighSurrogate(unit)
                && i + 7 < end
                && bytes[i + 6] == '\\'
                && bytes[i + 7] == 'u'
                && Character.isLowSurrogate(escapedUnit(i + 6));
        if (!paired) throw reader.expected("no lone surrogate", i);
        return i + 12;
    }

    /// The UTF-16 unit of the escape at `i`: a backslash, a u and four hex digits.
    private char escapedUnit(int i) {
        int unit = 0;
        for (int k = i + 2; k < i + 6; k++) {
            int digit = k < end ? Character.digit(bytes[k], 16) : -1;
            if (digit < 0) throw reader.expected("four hex digits after backslash u", i);
            unit = (unit << 4) | digit;
        }
        return (char) unit;
    }

    /// Checks one multi-byte character: no overlong form, no surrogate, nothing above U+10FFFF. Returns what
    /// follows it.
    private int checkUtf8(int i) {
        int lead = bytes[i] & 0xff;
        int length = utf8Length(lead);
        boolean valid = length > 0 && i + length <= end;
        for (int k = 1; valid && k < length; k++) valid = (bytes[i + k] & 0xc0) == 0x80;
        if (valid && length > 2) {
            int second = bytes[i + 1] & 0xff;
            valid = switch (lead) {
                case 0xe0 -> second >= 0xa0;
                case 0xed -> second <= 0x9f;
                case 0xf0 -> second >= 0x90;
                case 0xf4 -> second <= 0x8f;
                default -> true;
            };
        }
        if (!valid) throw reader.expected("valid UTF-8", i);
        return i + length;
    }

    private static int utf8Length(int lead) {
        if (lead < 0xc2 || lead > 0xf4) return 0;
        if (lead < 0xe0) return 2;
        return lead < 0xf0 ? 3 : 4;
    }

    private String unescaped() {
        var text = new StringBuilder(stop - start);
        int i = start;
        while (i < stop) {
            int plain = i;
            while (i < stop && bytes[i] != '\\') i++;
            text.append(new String(bytes, plain, i - plain, UTF_8));
            if (i == stop) break;
            byte escape = bytes[i + 1];
            text.append(escape == 'u' ? escapedUnit(i) : meaningOf(escape));
            i += escape == 'u' ? 6 : 2;
        }
        return text.toString();
    }

    private static char meaningOf(byte escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> (char) escape;
        };
    }
}
