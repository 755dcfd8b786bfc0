package dev.muster.sip.voice;

import dev.muster.sip.leg.Leg;
import dev.muster.sip.leg.LegOwner;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.mix.Beat;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.Key;
import dev.muster.sip.rtp.Quality;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.tone.Sound;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One side of a call: to whom it speaks, and what it hears. All of it may change at any time, by any thread.
public final class Side implements LegOwner {
    private final Beat beat;
    private final SideOwner owner;

    // Those three are the thread's that reads packets.
    private final Keys keys = new Keys();
    private final Secrecy secrecy = new Secrecy();
    private final Passage passage = new Passage();

    private volatile @Nullable Output output;
    private volatile Destination destination = new Destination.Nowhere();
    private volatile KeyListener keyListener = KeyListener.NONE;
    private volatile @Nullable Tap tap;
    private volatile boolean isSecret;
    private volatile boolean isMuted;

    private sealed interface Destination {
        record Other(Side side) implements Destination {}

        record Heard(Listener listener) implements Destination {}

        record Nowhere() implements Destination {}
    }

    /// It speaks to nobody yet. Its leg is opened with it, and then given to [#owns].
    public Side(Beat beat, SideOwner owner) {
        this.beat = beat;
        this.owner = owner;
    }

    /// This is its leg. Nothing else may be asked before.
    public void owns(Leg leg) {
        output = new Output(leg, beat);
    }

    /// From now on, those two speak with each other.
    public static void join(Side one, Side other) {
        one.speakTo(other);
        other.speakTo(one);
    }

    /// What it says goes to that one.
    public void speakTo(Side other) {
        destination = new Destination.Other(other);
    }

    /// What it says goes to a room, or a menu.
    public void speakTo(Listener listener) {
        destination = new Destination.Heard(listener);
    }

    /// What it says goes nowhere. Its keys are told of all the same.
    public void park() {
        destination = new Destination.Nowhere();
    }

    /// Plays it after the announcements before; meanwhile nobody else is heard. It waits as long as its leg
    /// can't be spoken.
    ///
    /// @param whenOver done once it was played to the end, and never if it was stopped; on the thread of all
    /// that is played, so it must not wait
    /// @return false if too many wait already, or the leg has ended
    public boolean play(Sound sound, Runnable whenOver) {
        return output().announce(sound, whenOver);
    }

    public boolean play(Sound sound) {
        return play(sound, () -> {});
    }

    /// Plays it again and again, where there is no announcement, until [#quiet]: ringing, music on hold.
    public void playAgain(Sound sound) {
        output().again(sound);
    }

    /// Ends all that is played, but for a beep.
    public void quiet() {
        output().stop();
    }

    /// Plays it over whatever is heard.
    public void beep(Sound sound) {
        output().beep(sound);
    }

    /// Lets it hear a frame that was made elsewhere, each 20 ms, as of a room.
    ///
    /// @return false if it hears something else now, or can't hear
    public boolean say(short[] frame) {
        return output().say(frame);
    }

    /// Presses keys for it to hear, as if we had typed them: as events, or else by what [#pressBy] says, or
    /// else as tones.
    ///
    /// @return false if one of them is no key, or too many wait already
    public boolean press(String typed) {
        Output to = output();
        if (!typed.chars().allMatch(key -> Key.ALL.indexOf(key) >= 0)) return false;
        return typed.chars().allMatch(key -> to.press((char) key));
    }

    /// How its keys are pressed if it takes no events.
    public void pressBy(KeySender sender) {
        output().sender(Optional.of(sender));
    }

    /// Who is told of the keys that are pressed here; one at a time.
    public void keysTo(KeyListener listener) {
        keyListener = listener;
    }

    /// Whether keys are for nobody but who is told of them: a PIN. Where keys come as tones, nothing else of it
    /// is heard meanwhile either.
    public void keepSecret(boolean isSecret) {
        this.isSecret = isSecret;
    }

    /// Whether what it says isn't heard.
    public void mute(boolean isMuted) {
        this.isMuted = isMuted;
    }

    public boolean isMuted() {
        return isMuted;
    }

    /// Has somebody hear what it says; one at a time.
    public void tap(Tap tap) {
        this.tap = tap;
    }

    public void untap() {
        tap = null;
    }

    private Output output() {
        Output its = output;
        if (its == null) throw new IllegalStateException("a side without a leg can't be used");
        return its;
    }

    @Override
    public void rtp(RtpPacket packet, long now) {
        Output mine = output;
        Speech speech = mine == null ? null : mine.speech();
        if (speech == null || !speech.isHeard()) {
            passage.interrupt();
            return;
        }
        // Who is told of the last key of a PIN may say that the next ones aren't secret.
        boolean areSecret = isSecret;
        boolean isEvent = speech.isEvent(packet.payloadType());
        Optional<G711> law = Speech.law(packet.payloadType());
        if (isEvent) pressed(keys.event(packet, now), speech, areSecret, now);
        else if (law.isPresent())
            pressed(keys.audio(packet, law.get(), speech.hasEvents(), now), speech, areSecret, now);
        boolean isHidden = secrecy.covers(packet, isEvent, areSecret, keys.isHeld());
        if (isHidden && law.isPresent() && (keys.isHeld() || !speech.hasEvents())) {
            passage.interrupt();
            return;
        }
        if (law.isPresent()) tapped(packet, law.get(), now);
        else if (isEvent && !isHidden) tapped(packet, now);
        switch (destination) {
            case Destination.Other(Side other) -> pass(packet, speech, other.output, isHidden);
            case Destination.Heard(Listener listener) -> {
                passage.interrupt();
                if (law.isPresent() && !isMuted) listener.heard(packet, law.get(), now);
            }
            case Destination.Nowhere() -> passage.interrupt();
        }
    }

    private void tapped(RtpPacket packet, G711 law, long now) {
        Tap its = tap;
        if (its != null && !isMuted) its.heard(packet, law, now);
    }

    private void tapped(RtpPacket event, long now) {
        Tap its = tap;
        if (its != null && !isMuted) its.event(event, now);
    }

    private void pass(RtpPacket packet, Speech speech, @Nullable Output to, boolean isHidden) {
        // A key that sounds is told of in a better way, so it isn't to be heard twice.
        if (to == null || (keys.isHeld() && !speech.hasEvents() && !to.knowsOnlyTones())) passage.interrupt();
        else passage.pass(packet, speech, to, isHidden, isMuted);
    }

    private void pressed(List<Key> pressed, Speech speech, boolean areSecret, long now) {
        for (int i = 0; i < pressed.size(); i++) {
            if (!(pressed.get(i) instanceof Key.Pressed(char key))) continue;
            keyListener.pressed(key);
            if (areSecret) continue;
            Tap its = tap;
            if (its != null) its.pressed(key, now);
            if (destination instanceof Destination.Other(Side other)) passOn(key, speech, other.output);
        }
    }

    /// Unless it gets there with the packets.
    private static void passOn(char key, Speech speech, @Nullable Output to) {
        if (to == null) return;
        Speech theirs = to.speech();
        boolean isPassed = speech.hasEvents() ? theirs != null && theirs.hasEvents() : to.knowsOnlyTones();
        if (!isPassed) to.press(key);
    }

    @Override
    public void state(LegState state) {
        Output mine = output;
        if (state.isOver() && mine != null) mine.close();
        owner.state(state);
    }

    @Override
    public void quality(boolean isPoor, Quality.Measure measure) {
        owner.quality(isPoor, measure);
    }
}
