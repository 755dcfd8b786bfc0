package dev.muster.sip.voice;

import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.RtpPacket;

/// Who hears a side and isn't one: a room, a menu.
@FunctionalInterface
public interface Listener {
    /// Hears a packet of audio, on the thread that reads it: it must not wait. It is lent for the call.
    void heard(RtpPacket packet, G711 law, long now);
}
