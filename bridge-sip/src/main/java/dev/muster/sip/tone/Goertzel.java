package dev.muster.sip.tone;

/// How much of one frequency there is in some samples.
final class Goertzel {
    private final double coefficient;

    Goertzel(double hertz) {
        coefficient = 2 * Math.cos(2 * Math.PI * hertz / Sound.RATE);
    }

    /// Its energy, on the scale of [#energy]: of a pure tone of that frequency, it is as much as of
    /// everything.
    double energy(short[] samples, int from, int length) {
        double one = 0;
        double two = 0;
        for (int i = from; i < from + length; i++) {
            double next = samples[i] + coefficient * one - two;
            two = one;
            one = next;
        }
        return 2 * (one * one + two * two - coefficient * one * two) / length;
    }

    /// Everything that can be heard in them.
    static double all(short[] samples, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) sum += (double) samples[i] * samples[i];
        return sum;
    }
}
