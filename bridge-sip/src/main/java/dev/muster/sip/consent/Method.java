package dev.muster.sip.consent;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How somebody was told of a recording, or what they said to it.
public enum Method {
    /// They have heard to the end that they are recorded, and have stayed.
    IVR_ANNOUNCEMENT,
    /// They were reminded while it was going on.
    PERIODIC_BEEP,
    /// They have pressed 1.
    DTMF_1,
    /// They have pressed 2: no.
    DTMF_2,
    /// They have said yes, and a human has noted that.
    VERBAL_YES,
    VERBAL_NO,
    /// Their client has said so (24369).
    CLIENT_YES,
    CLIENT_NO;

    /// For programs.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Method> of(String word) {
        return Arrays.stream(values())
                .filter(method -> method.word().equals(word))
                .findFirst();
    }

    boolean isYes() {
        return this == DTMF_1 || this == VERBAL_YES || this == CLIENT_YES;
    }

    boolean isNo() {
        return this == DTMF_2 || this == VERBAL_NO || this == CLIENT_NO;
    }
}
