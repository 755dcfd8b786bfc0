package dev.muster.sip.tone;

import dev.muster.sip.rtp.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Understands keys that come as tones amid the voice (ITU-T Q.24), where the other side tells of them in no
/// other way.
///
/// A voice has such notes too, but never two alone: nearly all that is heard must be these two, about equally
/// loud and without overtones, for 25 ms.
public final class ToneKeys {
    /// As long as two neighbours must be heard to tell them apart: 12.75 ms, each half of which is looked at
    /// twice.
    private static final int BLOCK = 102;

    private static final int STEP = BLOCK / 2;

    /// So many blocks in a row make a key, or end it. There are five at least in 40 ms of it and six in as
    /// much silence, but three at most in 20 ms of it or 10 ms of silence.
    private static final int ENOUGH = 4;

    /// -36 dBm0 for either note.
    private static final double QUIETEST = 350.0 * 350.0 * BLOCK / 2;

    /// How much of everything the two must be. Of notes that are off by 1.5 % less is seen.
    private static final double SHARE = 0.65;

    /// The high note may be weaker by 8 dB on a long line, the low one by 4 dB.
    private static final double WEAKER_HIGH = 6.3;

    private static final double WEAKER_LOW = 2.5;

    /// An overtone has less than a tenth of its note. Of the low ones it is the second that is looked for:
    /// the first is too near to the high notes.
    private static final double OVERTONE = 0.1;

    private static final int NONE = -1;

    private final List<Goertzel> low = notes(KeyTones.LOW, 1);
    private final List<Goertzel> high = notes(KeyTones.HIGH, 1);
    private final List<Goertzel> overLow = notes(KeyTones.LOW, 3);
    private final List<Goertzel> overHigh = notes(KeyTones.HIGH, 2);

    private final short[] block = new short[BLOCK];
    private int filled;
    private int candidate = NONE;
    private int hits;
    private int held = NONE;
    private int heldSteps;
    private int misses;

    private static List<Goertzel> notes(int[] hertz, int times) {
        return IntStream.of(hertz).mapToObj(each -> new Goertzel(each * times)).toList();
    }

    /// Listens to what follows.
    public List<Key> hear(short[] samples, int from, int length) {
        List<Key> keys = List.of();
        int at = from;
        int end = from + length;
        while (at < end) {
            int taken = Math.min(BLOCK - filled, end - at);
            System.arraycopy(samples, at, block, filled, taken);
            filled += taken;
            at += taken;
            if (filled < BLOCK) break;
            if (keys.isEmpty()) keys = new ArrayList<>(0);
            step(keys);
            System.arraycopy(block, STEP, block, 0, BLOCK - STEP);
            filled = BLOCK - STEP;
        }
        return keys;
    }

    private void step(List<Key> keys) {
        int key = sounding();
        hits = key != NONE && key == candidate ? hits + 1 : 1;
        candidate = key;
        if (held != NONE) {
            heldSteps++;
            misses = key == held ? 0 : misses + 1;
            if (misses >= ENOUGH) {
                keys.add(new Key.Released(name(held), duration(heldSteps - misses)));
                held = NONE;
            }
        }
        if (held == NONE && key != NONE && hits >= ENOUGH) {
            held = key;
            heldSteps = hits;
            misses = 0;
            keys.add(new Key.Pressed(name(key)));
        }
    }

    private static char name(int key) {
        return KeyTones.key(key / 4, key % 4);
    }

    /// A block is a hit if about two thirds of it sound.
    private static Duration duration(int steps) {
        return Duration.ofMillis((steps * STEP + BLOCK / 3) * 1000L / Sound.RATE);
    }

    /// Which key sounds in this block.
    private int sounding() {
        double all = Goertzel.all(block, 0, BLOCK);
        if (all < QUIETEST) return NONE;
        int row = loudest(low);
        int column = loudest(high);
        double lowEnergy = low.get(row).energy(block, 0, BLOCK);
        double highEnergy = high.get(column).energy(block, 0, BLOCK);
        boolean isLoud = lowEnergy > QUIETEST && highEnergy > QUIETEST;
        boolean isBalanced = highEnergy * WEAKER_HIGH > lowEnergy && lowEnergy * WEAKER_LOW > highEnergy;
        if (!isLoud || !isBalanced || lowEnergy + highEnergy < SHARE * all) return NONE;
        boolean isVoice = overLow.get(row).energy(block, 0, BLOCK) > OVERTONE * lowEnergy
                || overHigh.get(column).energy(block, 0, BLOCK) > OVERTONE * highEnergy;
        return isVoice ? NONE : 4 * row + column;
    }

    private int loudest(List<Goertzel> notes) {
        int loudest = 0;
        double most = 0;
        for (int i = 0; i < notes.size(); i++) {
            double energy = notes.get(i).energy(block, 0, BLOCK);
            if (energy <= most) continue;
            most = energy;
            loudest = i;
        }
        return loudest;
    }
}
