package dev.muster.sip.call;

import java.util.Locale;

/// How far a call has come.
public enum Phase {
    /// Somebody wants it, and hasn't said yet how they speak; nothing is dialled before.
    ORDERED,
    /// The telephone network looks for the telephone.
    DIALLED,
    /// A telephone rings: theirs, or people's here if they call.
    RINGING,
    TALKING,
    OVER;

    /// For programs.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
