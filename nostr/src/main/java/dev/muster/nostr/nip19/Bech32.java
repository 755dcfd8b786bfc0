package dev.muster.nostr.nip19;

import java.util.Locale;

/// Bytes as text that survives being copied by hand: a prefix, a `1`, and base 32 that ends in a checksum (BIP-173).
///
/// NIP-19 keeps BIP-173's checksum (not that of bech32m) but lets the text grow from 90 to 5,000 characters. A refusal
/// never repeats the text, which may hold a secret key.
record Bech32(String prefix, byte[] data) {
    static final int MAX_LENGTH = 5000;

    private static final int MAX_PREFIX = 83;
    private static final char SEPARATOR = '1';
    private static final int CHECKSUM = 6;
    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    /// What each of the 32 values that the checksum can shift out adds to it.
    private static final int[] FEEDBACK = new int[32];

    static {
        for (int value = 0; value < 32; value++)
            for (int bit = 0; bit < 5; bit++) if (((value >> bit) & 1) != 0) FEEDBACK[value] ^= GENERATOR[bit];
    }

    /// @throws IllegalArgumentException if the text is not bech32, saying why
    static Bech32 parse(String text) {
        if (text.length() > MAX_LENGTH)
            throw refused("it may have at most " + MAX_LENGTH + " characters, not " + text.length());
        String lower = lowerCase(text);
        int separator = lower.lastIndexOf(SEPARATOR);
        if (separator < 0) throw refused("no 1 separates prefix and data");
        if (separator == 0) throw refused("the prefix is empty");
        if (separator > MAX_PREFIX)
            throw refused("the prefix may have at most " + MAX_PREFIX + " characters, not " + separator);
        byte[] values = values(lower, separator + 1);
        if (values.length < CHECKSUM) throw refused("it is too short for a checksum");
        String prefix = lower.substring(0, separator);
        if (checksum(prefix, values) != 1) throw refused("the checksum is wrong, so something is mistyped or missing");
        return new Bech32(prefix, toBytes(values, values.length - CHECKSUM));
    }

    /// @throws IllegalArgumentException if the text would be longer than NIP-19 allows
    String encode() {
        byte[] values = toValues(data);
        int length = prefix.length() + 1 + values.length;
        if (length > MAX_LENGTH)
            throw new IllegalArgumentException(
                    "an " + prefix + " may have at most " + MAX_LENGTH + " characters, not " + length);
        // The six values kept free at the end are zero while the checksum that goes there is computed.
        int checksum = checksum(prefix, values) ^ 1;
        for (int i = 1; i <= CHECKSUM; i++) {
            values[values.length - i] = (byte) (checksum & 31);
            checksum >>= 5;
        }
        StringBuilder text = new StringBuilder(length).append(prefix).append(SEPARATOR);
        for (byte value : values) text.append(ALPHABET.charAt(value));
        return text.toString();
    }

    private static String lowerCase(String text) {
        boolean lower = false;
        boolean upper = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '!' || c > '~') throw refused("character " + (i + 1) + " is not printable ASCII");
            lower |= c >= 'a' && c <= 'z';
            upper |= c >= 'A' && c <= 'Z';
        }
        if (lower && upper) throw refused("upper and lower case are mixed");
        return upper ? text.toLowerCase(Locale.ROOT) : text;
    }

    private static byte[] values(String text, int from) {
        byte[] values = new byte[text.length() - from];
        for (int i = 0; i < values.length; i++) {
            int value = ALPHABET.indexOf(text.charAt(from + i));
            if (value < 0) throw refused("character " + (from + i + 1) + " is none of its 32 letters and digits");
            values[i] = (byte) value;
        }
        return values;
    }

    /// 1 when the last six values are right for the prefix and the values before them.
    private static int checksum(String prefix, byte[] values) {
        int checksum = 1;
        for (int i = 0; i < prefix.length(); i++) checksum = add(checksum, prefix.charAt(i) >> 5);
        checksum = add(checksum, 0);
        for (int i = 0; i < prefix.length(); i++) checksum = add(checksum, prefix.charAt(i) & 31);
        for (byte value : values) checksum = add(checksum, value);
        return checksum;
    }

    private static int add(int checksum, int value) {
        return ((checksum & 0x1ffffff) << 5) ^ value ^ FEEDBACK[checksum >>> 25];
    }

    /// Bytes as values of five bits, the last filled up with zeros, and then room for the checksum.
    private static byte[] toValues(byte[] bytes) {
        byte[] values = new byte[(bytes.length * 8 + 4) / 5 + CHECKSUM];
        int at = 0;
        int bits = 0;
        int count = 0;
        for (byte b : bytes) {
            bits = (bits << 8) | (b & 0xff);
            count += 8;
            while (count >= 5) {
                count -= 5;
                values[at++] = (byte) ((bits >> count) & 31);
            }
        }
        if (count > 0) values[at] = (byte) ((bits << (5 - count)) & 31);
        return values;
    }

    private static byte[] toBytes(byte[] values, int length) {
        byte[] bytes = new byte[length * 5 / 8];
        int at = 0;
        int bits = 0;
        int count = 0;
        for (int i = 0; i < length; i++) {
            bits = (bits << 5) | values[i];
            count += 5;
            if (count < 8) continue;
            count -= 8;
            bytes[at++] = (byte) (bits >> count);
        }
        // BIP-173: what is left over only fills the last value up.
        if (count > 4) throw refused("there are " + count + " padding bits, more than 4");
        if ((bits & ((1 << count) - 1)) != 0) throw refused("the padding bits are not zero");
        return bytes;
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("not bech32: " + why);
    }
}
