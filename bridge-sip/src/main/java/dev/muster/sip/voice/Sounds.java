package dev.muster.sip.voice;

import dev.muster.sip.rtp.G711;
import dev.muster.sip.tone.Sound;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// What is played to one leg: announcements one after the other; in between, and behind them, what is played
/// again and again; and over all that, or over who speaks, a beep. Used by one thread at a time.
final class Sounds {
    private static final int MOST_WAITING = 64;

    private final Queue<Announcement> announcements = new ArrayDeque<>();
    private long announcementAt;
    private @Nullable Sound background;
    private long backgroundAt;
    private @Nullable Sound beep;
    private long beepAt;
    private final short[] scratch = new short[G711.FRAME];

    private record Announcement(Sound sound, Runnable whenOver) {}

    /// To be heard after those before.
    ///
    /// @return false if too many wait already
    boolean announce(Sound sound, Runnable whenOver) {
        if (announcements.size() >= MOST_WAITING) return false;
        announcements.add(new Announcement(sound, whenOver));
        return true;
    }

    void again(Sound sound) {
        background = sound;
        backgroundAt = 0;
    }

    void beep(Sound sound) {
        beep = sound;
        beepAt = 0;
    }

    /// Who waits for an end isn't told: there was none.
    void stop() {
        announcements.clear();
        announcementAt = 0;
        background = null;
    }

    /// Whether there is something to hear in place of who speaks.
    boolean isBusy() {
        return background != null || !announcements.isEmpty();
    }

    boolean isBeeping() {
        return beep != null;
    }

    /// Fills a frame with what is heard in place of who speaks.
    ///
    /// @return what is to be done now that an announcement has been heard
    Optional<Runnable> next(short[] frame) {
        Announcement announcement = announcements.peek();
        if (announcement != null) {
            announcementAt += read(announcement.sound(), announcementAt, frame);
            if (announcementAt < announcement.sound().length()) return Optional.empty();
            announcements.remove();
            announcementAt = 0;
            return Optional.of(announcement.whenOver());
        }
        Sound sound = background;
        if (sound == null) {
            Arrays.fill(frame, (short) 0);
            return Optional.empty();
        }
        backgroundAt += read(sound, backgroundAt, frame);
        if (backgroundAt >= sound.length()) backgroundAt = 0;
        return Optional.empty();
    }

    private static int read(Sound sound, long from, short[] frame) {
        int length = (int) Math.min(G711.FRAME, sound.length() - from);
        sound.read(from, frame, 0, length);
        Arrays.fill(frame, length, G711.FRAME, (short) 0);
        return length;
    }

    /// Adds the beep to a frame.
    void over(short[] frame) {
        int length = beepNext(G711.FRAME);
        for (int i = 0; i < length; i++) frame[i] = clamp(frame[i] + scratch[i]);
    }

    /// Adds the beep to who speaks.
    void over(byte[] payload, int at, int length, G711 law) {
        for (int done = 0; done < length && beep != null; ) {
            int part = beepNext(Math.min(G711.FRAME, length - done));
            for (int i = 0; i < part; i++) {
                int place = at + done + i;
                payload[place] = law.encode(clamp(law.decode(payload[place]) + scratch[i]));
            }
            done += part;
        }
    }

    private int beepNext(int most) {
        Sound sound = beep;
        if (sound == null) return 0;
        int length = (int) Math.min(most, sound.length() - beepAt);
        sound.read(beepAt, scratch, 0, length);
        beepAt += length;
        if (beepAt >= sound.length()) beep = null;
        return length;
    }

    private static short clamp(int sample) {
        return (short) Math.clamp(sample, Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
