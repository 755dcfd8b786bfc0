package dev.muster.sip.record;

import dev.muster.sip.rtp.G711;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What one hears of a recording.
final class Heard {
    private static final int QUIET = 200;

    private final short[] samples;

    /// @param pcm samples of both sides, 16 bits each
    Heard(byte[] pcm) {
        samples = new short[pcm.length / 2];
        ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    }

    /// Of each side.
    int length() {
        return samples.length / 2;
    }

    short sample(Side side, int at) {
        return samples[2 * at + side.channel()];
    }

    /// How much of what is heard there is of that frequency: 1 if nothing else is, 0 if there is silence.
    double share(Side side, int hertz, int from, int length) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / G711.RATE);
        double one = 0;
        double two = 0;
        double all = 0;
        for (int i = from; i < from + length; i++) {
            double sample = sample(side, i);
            double next = sample + coefficient * one - two;
            two = one;
            one = next;
            all += sample * sample;
        }
        return all == 0 ? 0 : 2 * (one * one + two * two - coefficient * one * two) / length / all;
    }

    boolean isSilent(Side side, int from, int to) {
        for (int i = from; i < to; i++) if (sample(side, i) != 0) return false;
        return true;
    }

    /// Where the first sound is from there on; -1 if there is none.
    int soundFrom(Side side, int from) {
        for (int i = from; i < length(); i++) if (Math.abs(sample(side, i)) > QUIET) return i;
        return -1;
    }

    /// Where the last sound was up to there.
    int soundUpTo(Side side, int to) {
        for (int i = to - 1; i >= 0; i--) if (Math.abs(sample(side, i)) > QUIET) return i + 1;
        return -1;
    }
}
