package dev.muster.sip.voice;

import dev.muster.sip.rtp.RtpPacket;

/// Which packets tell of secret keys. The last of them stays secret to its end, whenever others may be known again.
/// Used by the thread that reads packets.
final class Secrecy {
    private boolean isKept;
    private boolean isAnyEvent;
    private int event;

    /// Whether what a packet says of keys is for nobody else.
    ///
    /// @param isHeld whether a key is pressed, with what this packet says
    boolean covers(RtpPacket packet, boolean isEvent, boolean isSecret, boolean isHeld) {
        isKept = isSecret || (isKept && isHeld);
        if (isEvent && isKept) {
            isAnyEvent = true;
            event = packet.timestamp();
        }
        // Its end is said thrice, and each of them would make it known.
        return isKept || (isEvent && isAnyEvent && packet.timestamp() == event);
    }
}
