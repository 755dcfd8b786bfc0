package dev.muster.sip.tone;

import dev.muster.sip.rtp.G711;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Plays sounds to one leg, one after the other, a frame at a time. Used by one thread at a time.
public final class Player {
    private static final int MOST_WAITING = 32;

    private final Queue<Sound> waiting = new ArrayDeque<>();
    private @Nullable Sound current;
    private long at;

    /// Plays it after what is being played.
    ///
    /// @return false if too many wait already
    public boolean play(Sound sound) {
        if (waiting.size() >= MOST_WAITING) return false;
        waiting.add(sound);
        return true;
    }

    /// Is silent at once, as when somebody presses a key amid an announcement.
    public void stop() {
        waiting.clear();
        current = null;
    }

    public boolean isBusy() {
        return current != null || !waiting.isEmpty();
    }

    /// Fills the next frame; what is left of it after the last sound is silence.
    ///
    /// @return false if there was nothing to play
    public boolean next(short[] frame) {
        if (!isBusy()) return false;
        int filled = 0;
        while (filled < G711.FRAME) {
            Sound sound = current;
            if (sound == null) {
                sound = waiting.poll();
                if (sound == null) break;
                current = sound;
                at = 0;
            }
            int length = (int) Math.min(G711.FRAME - filled, sound.length() - at);
            sound.read(at, frame, filled, length);
            filled += length;
            at += length;
            if (at >= sound.length()) current = null;
        }
        Arrays.fill(frame, filled, G711.FRAME, (short) 0);
        return true;
    }
}
