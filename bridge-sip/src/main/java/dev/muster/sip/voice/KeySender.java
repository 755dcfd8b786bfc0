package dev.muster.sip.voice;

import java.time.Duration;

/// Presses keys for a leg that doesn't take them with its voice, such as by INFO of SIP.
@FunctionalInterface
public interface KeySender {
    /// It must not wait.
    void press(char key, Duration held);
}
