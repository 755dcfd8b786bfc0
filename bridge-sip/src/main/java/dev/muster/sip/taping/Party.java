package dev.muster.sip.taping;

import dev.muster.sip.record.Side;
import java.util.Locale;

/// Who talks in a call, as the log of consent names them: never by a number.
public enum Party {
    /// Whoever is at the other end of the telephone network.
    TELEPHONE(Side.CALLER),
    /// Whoever talks to them for the group.
    PERSON(Side.OTHER);

    private final Side side;

    Party(Side side) {
        this.side = side;
    }

    /// For programs.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Side side() {
        return side;
    }
}
