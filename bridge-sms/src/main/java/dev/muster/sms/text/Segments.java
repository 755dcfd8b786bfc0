package dev.muster.sms.text;

import java.util.ArrayList;
import java.util.List;

/// How a text is sent: each part is one segment, which is what carriers charge for and count.
///
/// @param isGsm whether it goes in the old alphabet; otherwise every character takes 16 bits, and emoji 32
/// @param parts what each segment says; a text without a character is one segment too
public record Segments(boolean isGsm, List<String> parts) {
    private static final int GSM_ALONE = 160;
    private static final int GSM_OF_SEVERAL = 153;
    private static final int UCS2_ALONE = 70;
    private static final int UCS2_OF_SEVERAL = 67;

    public Segments {
        parts = List.copyOf(parts);
    }

    public int count() {
        return parts.size();
    }

    public static Segments of(String text) {
        boolean isGsm = Gsm.has(text);
        int alone = isGsm ? GSM_ALONE : UCS2_ALONE;
        if (units(text, isGsm) <= alone) return new Segments(isGsm, List.of(text));
        return new Segments(isGsm, split(text, isGsm));
    }

    /// What becomes of a text where the old alphabet can't be had, whatever it says.
    public static Segments ofUcs2(String text) {
        return new Segments(false, text.length() <= UCS2_ALONE ? List.of(text) : split(text, false));
    }

    private static int units(String text, boolean isGsm) {
        return isGsm
                ? text.chars().map(character -> Gsm.septets((char) character)).sum()
                : text.length();
    }

    /// What belongs together (an escape and its character, the halves of an emoji) is never torn apart: a phone that
    /// shows the parts as they come would show garbage.
    private static List<String> split(String text, boolean isGsm) {
        int room = isGsm ? GSM_OF_SEVERAL : UCS2_OF_SEVERAL;
        List<String> parts = new ArrayList<>();
        int start = 0;
        int used = 0;
        for (int i = 0; i < text.length(); ) {
            int length = Character.charCount(text.codePointAt(i));
            int units = isGsm ? Gsm.septets(text.charAt(i)) : length;
            if (used + units > room) {
                parts.add(text.substring(start, i));
                start = i;
                used = 0;
            }
            used += units;
            i += length;
        }
        parts.add(text.substring(start));
        return parts;
    }
}
