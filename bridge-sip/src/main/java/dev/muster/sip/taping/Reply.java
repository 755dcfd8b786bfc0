package dev.muster.sip.taping;

import java.util.Locale;

/// What comes of asking for something about a recording.
public enum Reply {
    DONE,
    /// Nobody talks in such a call.
    NO_CALL,
    /// No calls are recorded here.
    OFF,
    /// Here one agrees in another way.
    OTHER_CONSENT;

    /// For programs.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
