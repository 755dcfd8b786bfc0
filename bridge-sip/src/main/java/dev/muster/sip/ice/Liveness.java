package dev.muster.sip.ice;

import java.time.Duration;

/// Whether the other side is still there. An ICE-lite agent doesn't ask, it is asked (RFC 7675): who wants to
/// be heard checks every few seconds.
public enum Liveness {
    /// It has never been heard yet.
    AWAITED,
    ALIVE,
    /// Nothing came for [#SILENCE]: its network may be changing.
    SILENT,
    /// No check came for [#CONSENT], so nothing may be sent to it any more.
    LOST;

    /// Longer than any two checks of a browser are apart: Firefox lets up to six seconds pass (RFC 7675, section 5.1),
    /// and on hold nothing else comes from it.
    public static final Duration SILENCE = Duration.ofSeconds(7);

    public static final Duration CONSENT = Duration.ofSeconds(30);

    /// @param sinceHeard which media keep short too
    static Liveness of(Duration sinceChecked, Duration sinceHeard) {
        if (sinceChecked.compareTo(CONSENT) >= 0) return LOST;
        return sinceHeard.compareTo(SILENCE) >= 0 ? SILENT : ALIVE;
    }
}
