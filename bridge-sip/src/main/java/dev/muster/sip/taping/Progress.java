package dev.muster.sip.taping;

import java.util.Locale;

/// How far it is with recording a call.
public enum Progress {
    /// It isn't recorded.
    OFF,
    /// Those who talk are being asked, or told.
    ASKING,
    RECORDING;

    /// For programs.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
