package dev.muster.sip.phrase;

import java.util.Locale;

/// A sentence that callers hear.
public enum Phrase {
    WELCOME,
    ENTER_PIN,
    WRONG_PIN,
    /// Too many wrong PINs.
    LOCKED,
    /// The PIN is right, and the session doesn't go on.
    NOT_OPEN,
    FULL,
    YOU_ARE_IN,
    ALONE,
    ONE_HERE,
    TWO_HERE,
    THREE_HERE,
    MANY_HERE,
    /// To somebody who is called: press 1 to join.
    INVITED,
    RECORDED,
    /// Press 1 if you agree to be recorded.
    CONSENT,
    MUTED,
    UNMUTED,
    REMOVED,
    OVER,
    GOODBYE;

    /// Its file, without its ending.
    public String file() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// How many others somebody finds in a room.
    public static Phrase here(int others) {
        return switch (Math.clamp(others, 0, 4)) {
            case 0 -> ALONE;
            case 1 -> ONE_HERE;
            case 2 -> TWO_HERE;
            case 3 -> THREE_HERE;
            default -> MANY_HERE;
        };
    }
}
