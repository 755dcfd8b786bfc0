package dev.muster.sip.record;

import java.util.Locale;

/// How far a recording has come.
public enum State {
    /// It goes on.
    RECORDING,
    /// It has ended, and is here.
    DONE,
    /// It was uploaded as well.
    UPLOADED,
    /// Nothing of it could be kept.
    FAILED,
    /// Its sound is gone.
    DELETED;

    /// For programs.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isPlayable() {
        return this == DONE || this == UPLOADED;
    }
}
