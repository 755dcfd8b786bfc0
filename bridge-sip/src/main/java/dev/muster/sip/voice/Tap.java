package dev.muster.sip.voice;

import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.RtpPacket;

/// Who also hears what a side says, such as a recorder; not what is secret, nor what is said while it is muted.
public interface Tap {
    /// Hears a packet of audio, on the thread that reads it: it must not wait. It is lent for the call.
    void heard(RtpPacket packet, G711 law, long now);

    /// Hears the packet of an event (RFC 4733), as with [#heard].
    default void event(RtpPacket packet, long now) {}

    /// A key was pressed. Where keys come in packets of their own, there is no audio meanwhile.
    default void pressed(char key, long now) {}
}
