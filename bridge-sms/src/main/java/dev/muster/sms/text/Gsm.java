package dev.muster.sms.text;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The alphabet that telephones have had from the start (GSM 03.38): 128 characters of seven bits, and ten more of
/// twice as many.
public final class Gsm {
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ"
            + " !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
            + "¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private static final byte ESCAPE = 0x1b;
    private static final Map<Character, Byte> EXTENDED = Map.of(
            '\f',
            (byte) 0x0a,
            '^',
            (byte) 0x14,
            '{',
            (byte) 0x28,
            '}',
            (byte) 0x29,
            '\\',
            (byte) 0x2f,
            '[',
            (byte) 0x3c,
            '~',
            (byte) 0x3d,
            ']',
            (byte) 0x3e,
            '|',
            (byte) 0x40,
            '€',
            (byte) 0x65);

    private static final Map<Character, Byte> CODES = codes();
    private static final Map<Byte, Character> AFTER_ESCAPE = afterEscape();

    private Gsm() {}

    private static Map<Character, Byte> codes() {
        Map<Character, Byte> codes = new HashMap<>();
        for (int i = 0; i < BASIC.length(); i++) if (i != ESCAPE) codes.put(BASIC.charAt(i), (byte) i);
        return Map.copyOf(codes);
    }

    private static Map<Byte, Character> afterEscape() {
        Map<Byte, Character> characters = new HashMap<>();
        EXTENDED.forEach((character, code) -> characters.put(code, character));
        return Map.copyOf(characters);
    }

    /// How many septets a character takes; none if it isn't in this alphabet.
    static int septets(char character) {
        if (CODES.containsKey(character)) return 1;
        return EXTENDED.containsKey(character) ? 2 : 0;
    }

    /// Whether all of it can be said in this alphabet.
    public static boolean has(String text) {
        return text.chars().allMatch(character -> septets((char) character) > 0);
    }

    /// One septet a byte, as SMPP takes them; empty if there is something in it that this alphabet hasn't.
    public static Optional<byte[]> encode(String text) {
        var septets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            Byte code = CODES.get(character);
            Byte extended = EXTENDED.get(character);
            if (code != null) {
                septets.write(code);
            } else if (extended != null) {
                septets.write(ESCAPE);
                septets.write(extended);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(septets.toByteArray());
    }

    /// Reads what others have sent. As the standard wants it, a character after an escape that isn't known is read as
    /// if
    /// there were none, and the eighth bit doesn't count.
    public static String decode(byte[] septets) {
        var text = new StringBuilder(septets.length);
        for (int i = 0; i < septets.length; i++) {
            byte septet = (byte) (septets[i] & 0x7f);
            if (septet != ESCAPE) {
                text.append(BASIC.charAt(septet));
            } else if (i + 1 < septets.length) {
                byte next = (byte) (septets[++i] & 0x7f);
                Character extended = AFTER_ESCAPE.get(next);
                if (extended != null) text.append(extended);
                else text.append(next == ESCAPE ? ' ' : BASIC.charAt(next));
            }
        }
        return text.toString();
    }
}
