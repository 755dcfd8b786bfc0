package dev.muster.sip.taping;

import dev.muster.sip.tone.Sound;
import dev.muster.sip.tone.Tone;
import dev.muster.sip.voice.Tap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Two who talk, and hear what they are played when a test says so.
final class PretendPair implements Pair {
    final List<Sound> announced = new CopyOnWriteArrayList<>();
    final List<Consumer<Party>> waiting = new CopyOnWriteArrayList<>();
    final Map<Party, Tap> taps = new ConcurrentHashMap<>();
    final AtomicInteger beeps = new AtomicInteger();

    @Override
    public void announce(Sound sound, Consumer<Party> whenHeard) {
        waiting.add(whenHeard);
        announced.add(sound);
    }

    /// One of them has heard the last announcement to its end.
    void hears(Party party) {
        waiting.getLast().accept(party);
    }

    @Override
    public void beep(Sound sound) {
        if (sound.equals(Tone.BEEP)) beeps.incrementAndGet();
    }

    @Override
    public void tap(Party party, Tap tap) {
        taps.put(party, tap);
    }

    @Override
    public void untap() {
        taps.clear();
    }
}
