package dev.muster.sip.rtp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Understands what keys are pressed (RFC 4733): each exactly once, whatever is lost on the way.
///
/// A key is told of again and again as long as it is held, and thrice when it is let go. All of that has the
/// same timestamp, by which it is known. One packet of them is enough.
public final class KeysHeard {
    /// Somebody who still holds a key tells of it every 20 to 100 ms. By then, every packet that says that it
    /// was let go must have been lost.
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final int LONGEST_SEGMENT = 0xffff;
    private static final int PAYLOAD = 4;
    private static final int END = 0x80;
    private static final int NEXT = 4 * LONGEST_SEGMENT;

    private boolean isAny;
    private boolean isHeld;
    private char key;
    private int ssrc;
    private int timestamp;
    private int duration;
    private long earlierSegments;
    private long heardAt;

    /// Takes the packet of an event.
    public List<Key> event(RtpPacket packet, long now) {
        if (packet.payloadLength() < PAYLOAD) return List.of();
        int code = BigEndian.u8(packet.bytes(), packet.payloadAt());
        if (code >= Key.ALL.length()) return List.of();
        boolean isEnd = (packet.bytes()[packet.payloadAt() + 1] & END) != 0;
        int itsDuration = BigEndian.u16(packet.bytes(), packet.payloadAt() + 2);

        List<Key> keys = new ArrayList<>(2);
        if (isNextSegment(packet, Key.ALL.charAt(code))) {
            earlierSegments += LONGEST_SEGMENT;
            timestamp = packet.timestamp();
            duration = 0;
        } else if (isNew(packet)) {
            release(keys);
            press(packet, Key.ALL.charAt(code));
            keys.add(new Key.Pressed(key));
        } else if (packet.timestamp() != timestamp) {
            // Of a key before this one.
            return List.of();
        }
        heardAt = now;
        duration = Math.max(duration, itsDuration);
        if (isEnd) release(keys);
        return keys;
    }

    /// Looks whether a key was let go without our hearing of it. To be called now and then.
    public List<Key> look(long now) {
        if (!isHeld || now - heardAt < PATIENCE.toNanos()) return List.of();
        List<Key> keys = new ArrayList<>(1);
        release(keys);
        return keys;
    }

    private boolean isNew(RtpPacket packet) {
        if (!isAny || packet.ssrc() != ssrc) return true;
        int later = packet.timestamp() - timestamp;
        // So far back that it can't have been under way: the timestamps have begun anew.
        return later > 0 || later < -NEXT;
    }

    /// A key that is held for longer than can be written is told of in segments (RFC 4733, 2.5.1.3).
    private boolean isNextSegment(RtpPacket packet, char itsKey) {
        return isHeld
                && itsKey == key
                && packet.ssrc() == ssrc
                && !packet.isMarked()
                && packet.timestamp() == timestamp + LONGEST_SEGMENT;
    }

    private void press(RtpPacket packet, char pressed) {
        isAny = true;
        isHeld = true;
        key = pressed;
        ssrc = packet.ssrc();
        timestamp = packet.timestamp();
        duration = 0;
        earlierSegments = 0;
    }

    private void release(List<Key> keys) {
        if (!isHeld) return;
        isHeld = false;
        keys.add(new Key.Released(key, Duration.ofMillis((earlierSegments + duration) * 1000 / G711.RATE)));
    }
}
