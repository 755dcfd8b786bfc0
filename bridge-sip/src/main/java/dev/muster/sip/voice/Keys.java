package dev.muster.sip.voice;

import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.Key;
import dev.muster.sip.rtp.KeysHeard;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.tone.ToneKeys;
import java.util.List;

/// Which keys are pressed at one side: as packets tell, or as they sound where no packets tell. Used by the
/// thread that reads them.
final class Keys {
    private final KeysHeard told = new KeysHeard();
    private final ToneKeys sounding = new ToneKeys();
    private final short[] samples = new short[G711.FRAME];
    private boolean isHeld;

    /// Whether one is pressed now.
    boolean isHeld() {
        return isHeld;
    }

    List<Key> event(RtpPacket packet, long now) {
        return noted(told.event(packet, now));
    }

    /// @param areTold whether keys come in packets of their own
    List<Key> audio(RtpPacket packet, G711 law, boolean areTold, long now) {
        if (areTold) return noted(told.look(now));
        List<Key> keys = List.of();
        int end = packet.payloadAt() + packet.payloadLength();
        for (int at = packet.payloadAt(); at < end; at += G711.FRAME) {
            int length = Math.min(G711.FRAME, end - at);
            law.decode(packet.bytes(), at, length, samples, 0);
            List<Key> more = sounding.hear(samples, 0, length);
            if (!more.isEmpty()) keys = noted(more);
        }
        return keys;
    }

    private List<Key> noted(List<Key> keys) {
        if (!keys.isEmpty()) isHeld = keys.getLast() instanceof Key.Pressed;
        return keys;
    }
}
