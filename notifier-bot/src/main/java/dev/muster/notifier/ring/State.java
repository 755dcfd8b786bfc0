package dev.muster.notifier.ring;

import java.util.Locale;

/// What has become of a ring.
public enum State {
    RINGING,
    ANSWERED,
    DECLINED,
    /// They are on another call.
    BUSY,
    CANCELLED,
    MISSED,
    /// No device could be woken.
    UNREACHABLE,
    /// It was answered, and has ended.
    OVER;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
