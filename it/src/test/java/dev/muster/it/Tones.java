package dev.muster.it;

import dev.muster.sip.rtp.G711;
import java.util.ArrayList;
import java.util.List;

/// What is heard in samples, 8000 a second.
final class Tones {
    private static final int BLOCK = 400;

    private Tones() {}

    /// How loud that frequency is from there on, as the height of its wave.
    static double level(short[] samples, int hertz, int from, int length) {
        double sine = 0;
        double cosine = 0;
        for (int i = from; i < from + length; i++) {
            double angle = 2 * Math.PI * hertz * i / G711.RATE;
            sine += samples[i] * Math.sin(angle);
            cosine += samples[i] * Math.cos(angle);
        }
        return 2 * Math.hypot(sine, cosine) / length;
    }

    /// In how much of it that frequency is heard. Looked at in short pieces, for a voice that was held up goes on out
    /// of
    /// step, and such parts would cancel each other out.
    static double share(short[] samples, int hertz, double loud) {
        int pieces = samples.length / BLOCK;
        int heard = 0;
        for (int i = 0; i < pieces; i++) if (level(samples, hertz, i * BLOCK, BLOCK) > loud) heard++;
        return (double) heard / pieces;
    }

    /// When that frequency begins to be heard, in seconds, each time that it does.
    static List<Double> beginnings(short[] samples, int hertz, double loud) {
        var all = new ArrayList<Double>();
        int quiet = BLOCK;
        for (int at = 0; at + BLOCK <= samples.length; at += BLOCK / 2) {
            boolean isLoud = level(samples, hertz, at, BLOCK) > loud;
            if (isLoud && quiet >= 5) all.add((double) at / G711.RATE);
            quiet = isLoud ? 0 : quiet + 1;
        }
        return all;
    }

    /// Where these samples are in others, each as it is; -1 if they are nowhere.
    static int find(short[] what, short[] in) {
        for (int at = 0; at + what.length <= in.length; at++) {
            int i = 0;
            while (i < what.length && in[at + i] == what[i]) i++;
            if (i == what.length) return at;
        }
        return -1;
    }
}
