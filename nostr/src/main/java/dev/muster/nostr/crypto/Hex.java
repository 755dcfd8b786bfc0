package dev.muster.nostr.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/// Lower-case hexadecimal, the only kind Nostr knows. Upper case is refused, not folded.
public final class Hex {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int value = 0; value < 16; value++) VALUES[DIGITS[value]] = (byte) value;
    }

    private Hex() {}

    public static String of(byte[] bytes) {
        byte[] text = new byte[bytes.length * 2];
        write(bytes, text, 0);
        return new String(text, ISO_8859_1);
    }

    /// Writes `bytes` as hex into `target`, two characters a byte, and returns where it ended.
    public static int write(byte[] bytes, byte[] target, int at) {
        for (byte b : bytes) {
            target[at++] = DIGITS[(b >> 4) & 0xf];
            target[at++] = DIGITS[b & 0xf];
        }
        return at;
    }

    public static byte[] parse(String text) {
        byte[] chars = text.getBytes(ISO_8859_1);
        // A character beyond Latin-1 became '?', which is no digit either.
        return parse(chars, 0, chars.length);
    }

    /// Reads `length` characters of `text` from `from`.
    ///
    /// @throws IllegalArgumentException if they are not an even number of lower-case hex digits
    public static byte[] parse(byte[] text, int from, int length) {
        if ((length & 1) != 0) throw new IllegalArgumentException("hex has an odd number of digits: " + length);
        byte[] bytes = new byte[length / 2];
        int bad = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = VALUES[text[from + 2 * i] & 0xff];
            int low = VALUES[text[from + 2 * i + 1] & 0xff];
            bad |= high | low;
            bytes[i] = (byte) (high << 4 | low);
        }
        if (bad < 0) throw new IllegalArgumentException("not lower-case hex");
        return bytes;
    }
}
