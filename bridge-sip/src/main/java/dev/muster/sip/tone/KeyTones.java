package dev.muster.sip.tone;

import java.time.Duration;
import java.util.Optional;

/// What keys sound like: one low and one high note at once (ITU-T Q.23).
public final class KeyTones {
    static final int[] LOW = {697, 770, 852, 941};
    static final int[] HIGH = {1209, 1336, 1477, 1633};

    /// As they are on a telephone: a row for each low note.
    private static final String KEYS = "123A456B789C*0#D";

    private KeyTones() {}

    static char key(int low, int high) {
        return KEYS.charAt(4 * low + high);
    }

    /// A key as it sounds, for who understands keys in no other way.
    ///
    /// @return empty if there is no such key
    public static Optional<Tone> sound(char key, Duration held, Duration gap) {
        int index = KEYS.indexOf(Character.toUpperCase(key));
        if (index < 0) return Optional.empty();
        return Optional.of(Tone.key(LOW[index / 4], HIGH[index % 4], held, gap));
    }
}
