package dev.muster.sip.voice;

import dev.muster.sip.leg.Leg;
import dev.muster.sip.leg.Writing;
import dev.muster.sip.mix.Beat;
import dev.muster.sip.rtp.BigEndian;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.Key;
import dev.muster.sip.rtp.KeysSent;
import dev.muster.sip.rtp.OwnAudio;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.tone.KeyTones;
import dev.muster.sip.tone.Sound;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What goes into one leg: who speaks to it, or in their place what is played, or keys that are pressed.
///
/// What is played follows the beat only as long as there is something. The lock is never held while the leg is
/// called: the leg calls back with its own lock.
final class Output {
    static final Duration HELD = Duration.ofMillis(120);
    private static final Duration GAP = Duration.ofMillis(80);

    /// If nobody has spoken for so many beats, the beep is heard by itself.
    private static final int QUIET = 3;

    private final Leg leg;
    private final Beat beat;
    private final OwnAudio audio;

    // Guarded by this.
    private KeysSent keys;
    private final Sounds sounds = new Sounds();
    private final short[] frame = new short[G711.FRAME];
    private Beat.@Nullable Following following;
    private Optional<Runnable> whenOver = Optional.empty();
    private int quietBeats;
    private boolean isOver;

    private volatile boolean isBusy;
    private volatile boolean isBeeping;
    private volatile @Nullable KeySender sender;
    private volatile @Nullable Speech speech;

    private final Writing beaten = this::writeBeat;

    Output(Leg leg, Beat beat) {
        this.leg = leg;
        this.beat = beat;
        keys = new KeysSent(leg.outgoing());
        audio = new OwnAudio(leg.outgoing());
    }

    Leg leg() {
        return leg;
    }

    /// What is agreed on with the leg now; null if nothing is.
    @Nullable
    Speech speech() {
        Speech known = speech;
        var agreed = leg.agreed();
        if (agreed.isEmpty()) return null;
        if (known != null && known.agreed().equals(agreed.get())) return known;
        Speech now = Speech.of(agreed.get());
        speech = now;
        return now;
    }

    /// Whether something else is heard than who speaks.
    boolean isBusy() {
        return isBusy;
    }

    boolean send(Writing writing) {
        return leg.send(writing);
    }

    void sender(Optional<KeySender> by) {
        sender = by.orElse(null);
    }

    /// Whether keys can be told of in no other way than as they sound.
    boolean knowsOnlyTones() {
        Speech now = speech();
        return (now == null || !now.hasEvents()) && sender == null;
    }

    boolean press(char key) {
        Speech now = speech();
        KeySender by = sender;
        if (Key.ALL.indexOf(key) < 0) return false;
        if (now != null && now.hasEvents()) return change(() -> keys.press(key, HELD));
        if (by != null) {
            by.press(key, HELD);
            return true;
        }
        Sound sound = KeyTones.sound(key, HELD, GAP).orElseThrow();
        return change(() -> sounds.announce(sound, () -> {}));
    }

    boolean announce(Sound sound, Runnable over) {
        return change(() -> sounds.announce(sound, over));
    }

    void again(Sound sound) {
        change(() -> {
            sounds.again(sound);
            return true;
        });
    }

    void beep(Sound sound) {
        change(() -> {
            quietBeats = 0;
            sounds.beep(sound);
            return true;
        });
    }

    void stop() {
        change(() -> {
            sounds.stop();
            return true;
        });
    }

    synchronized void close() {
        isOver = true;
        sounds.stop();
        keys.clear();
        if (following != null) following.close();
        following = null;
    }

    @FunctionalInterface
    private interface Change {
        boolean make();
    }

    private synchronized boolean change(Change change) {
        if (isOver || !change.make()) return false;
        if (following == null && isNeeded()) following = beat.with(this::beat);
        tell();
        return true;
    }

    private boolean isNeeded() {
        return keys.isBusy() || sounds.isBusy() || sounds.isBeeping();
    }

    private void tell() {
        isBusy = keys.isBusy() || sounds.isBusy();
        isBeeping = sounds.isBeeping();
    }

    /// Each 20 ms. As long as the leg can't be spoken, what is to be heard waits.
    private void beat() {
        leg.send(beaten);
        Optional<Runnable> over;
        synchronized (this) {
            over = whenOver;
            whenOver = Optional.empty();
            tell();
            if (!isNeeded() && following != null) {
                following.close();
                following = null;
            }
        }
        over.ifPresent(Runnable::run);
    }

    private synchronized int writeBeat(byte[] target, int at, long now) {
        Speech agreed = speech();
        if (agreed == null || isOver) return 0;
        if (keys.isBusy() && agreed.hasEvents()) return keys.tick(target, at, agreed.events(), now);
        // They don't take keys any more: the one that is half said stays so.
        if (keys.isBusy()) keys = new KeysSent(leg.outgoing());
        quietBeats++;
        if (!sounds.isBusy() && (!sounds.isBeeping() || quietBeats < QUIET)) return 0;
        whenOver = sounds.next(frame);
        sounds.over(frame);
        return audio.send(frame, 0, G711.FRAME, agreed.law(), target, at, now);
    }

    /// Says a frame that was made elsewhere, unless something else is heard.
    boolean say(short[] said) {
        if (isBusy) return false;
        return leg.send((target, at, now) -> writeFrame(said, target, at, now));
    }

    private synchronized int writeFrame(short[] said, byte[] target, int at, long now) {
        Speech agreed = speech();
        if (agreed == null) return 0;
        quietBeats = 0;
        System.arraycopy(said, 0, frame, 0, G711.FRAME);
        sounds.over(frame);
        return audio.send(frame, 0, G711.FRAME, agreed.law(), target, at, now);
    }

    /// Adds the beep to a packet of who speaks, if there is one.
    void over(byte[] target, int at, int length) {
        if (!isBeeping) return;
        Optional<G711> law = Speech.law(BigEndian.u8(target, at + 1) & 0x7f);
        if (law.isEmpty()) return;
        synchronized (this) {
            quietBeats = 0;
            sounds.over(target, at + RtpPacket.HEADER, length - RtpPacket.HEADER, law.get());
        }
    }
}
