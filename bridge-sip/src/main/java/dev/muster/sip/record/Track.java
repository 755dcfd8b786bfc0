package dev.muster.sip.record;

import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.Key;
import dev.muster.sip.tone.ToneKeys;
import java.util.Arrays;

/// One side of a recording: the second of it that may still change.
///
/// Every sample has its place by its timestamp, however late or in which order it comes. What is missing is
/// silence, and so are keys, whether they come as events or as tones: what somebody types may be a secret.
final class Track {
    static final int CAPACITY = 1 << 13;
    private static final int LAST = CAPACITY - 1;

    /// G.711 has no such samples.
    private static final short ABSENT = Short.MIN_VALUE;

    private static final short MASKED = Short.MIN_VALUE + 1;

    /// 60 ms: before a gateway has understood that a key is pressed, some of its tone has gone out as voice.
    private static final int LEAD = 480;

    /// 60 ms: until it is told again that the key is still held.
    private static final int TAIL = 480;

    private static final int EVENT = 4;

    private final short[] ring = new short[CAPACITY];
    private final Alignment alignment = new Alignment();
    private final ToneKeys ears = new ToneKeys();
    private final short[] frame = new short[G711.FRAME];
    private long written;
    private long examined;
    private boolean isKeyHeard;

    Track() {
        Arrays.fill(ring, ABSENT);
    }

    /// Puts a packet in its place.
    ///
    /// @param bytes where its payload lies
    /// @param arrival when it came, in samples from the beginning
    void put(Belt.Slot packet, byte[] bytes, long arrival) {
        switch (packet.kind) {
            case PCMU -> voice(packet, bytes, G711.PCMU, arrival);
            case PCMA -> voice(packet, bytes, G711.PCMA, arrival);
            case KEY -> key(packet, bytes, arrival);
        }
    }

    private void voice(Belt.Slot packet, byte[] bytes, G711 law, long arrival) {
        long start = alignment.audio(packet, arrival, written);
        if (start == Alignment.NOWHERE) return;
        int from = Math.clamp(written - start, 0, packet.length);
        int to = Math.clamp(written + CAPACITY - start, 0, packet.length);
        for (int i = from; i < to; i++) {
            int place = place(start + i);
            if (ring[place] != MASKED) ring[place] = law.decode(bytes[packet.at + i]);
        }
    }

    private void key(Belt.Slot packet, byte[] bytes, long arrival) {
        if (packet.length < EVENT) return;
        int duration = (bytes[packet.at + 2] & 0xff) << 8 | (bytes[packet.at + 3] & 0xff);
        long start = alignment.event(packet, arrival);
        mask(start - LEAD, start + duration + TAIL);
    }

    private void mask(long from, long to) {
        long end = Math.min(to, written + CAPACITY);
        for (long at = Math.max(from, written); at < end; at++) ring[place(at)] = MASKED;
    }

    private static int place(long at) {
        return (int) (at & LAST);
    }

    /// Looks for keys among the tones, in what has had time to come.
    void examine(long to) {
        for (long end = Math.min(to, written + CAPACITY); examined + frame.length <= end; examined += frame.length) {
            for (int i = 0; i < frame.length; i++) {
                short sample = ring[place(examined + i)];
                frame[i] = isSilent(sample) ? 0 : sample;
            }
            boolean wasHeard = isKeyHeard;
            for (Key key : ears.hear(frame, 0, frame.length)) {
                wasHeard |= key instanceof Key.Pressed;
                isKeyHeard = key instanceof Key.Pressed;
            }
            if (wasHeard || isKeyHeard) mask(examined - LEAD, examined + frame.length);
        }
    }

    private static boolean isSilent(short sample) {
        return sample == ABSENT || sample == MASKED;
    }

    /// Takes the oldest samples away, each to every second place.
    void take(short[] target, int channel, int count) {
        for (int i = 0; i < count; i++) {
            int place = place(written + i);
            short sample = ring[place];
            target[2 * i + channel] = isSilent(sample) ? 0 : sample;
            ring[place] = ABSENT;
        }
        written += count;
        // What was skipped over wasn't there.
        examined = Math.max(examined, written);
    }
}
