package dev.muster.sip.tone;

import java.time.Duration;
import java.util.List;

/// Notes and silences, one after the other, once or for ever.
public final class Tone implements Sound {
    /// A tenth of full scale for each frequency (-13 dBm0): as loud as exchanges make theirs (ITU-T E.180).
    private static final int LEVEL = 4000;

    /// What begins or ends at once is heard as a click. 2 ms are no tone, and no click.
    private static final int EDGE = 16;

    /// One note, of some frequencies at once; none is silence.
    public record Note(Duration duration, List<Integer> hertz) {
        public Note {
            hertz = List.copyOf(hertz);
        }

        public static Note of(int milliseconds, Integer... hertz) {
            return new Note(Duration.ofMillis(milliseconds), List.of(hertz));
        }
    }

    /// How telephones of a country sound.
    public enum Country {
        /// Most of Europe.
        EUROPE,
        NORTH_AMERICA;

        /// It rings over there.
        public Tone ringback() {
            return switch (this) {
                case EUROPE -> again(Note.of(1000, 425), Note.of(4000));
                case NORTH_AMERICA -> again(Note.of(2000, 440, 480), Note.of(4000));
            };
        }

        /// Somebody else talks to them.
        public Tone busy() {
            return switch (this) {
                case EUROPE -> again(Note.of(480, 425), Note.of(480));
                case NORTH_AMERICA -> again(Note.of(500, 480, 620), Note.of(500));
            };
        }

        /// There is no way to them.
        public Tone congestion() {
            return switch (this) {
                case EUROPE -> again(Note.of(240, 425), Note.of(240));
                case NORTH_AMERICA -> again(Note.of(250, 480, 620), Note.of(250));
            };
        }
    }

    /// On hold, or while somebody looks for a network: two soft notes now and then, so nobody thinks the call
    /// is lost.
    public static final Tone HOLD = again(Note.of(150, 425), Note.of(100), Note.of(150, 425), Note.of(3600));

    /// It is being recorded.
    public static final Tone BEEP = once(Note.of(200, 1400));

    /// Somebody has come.
    public static final Tone JOINED = once(Note.of(120, 440), Note.of(120, 587));

    /// Somebody has gone.
    public static final Tone LEFT = once(Note.of(120, 587), Note.of(120, 440));

    /// The call is soon over.
    public static final Tone WARNING = once(Note.of(200, 950), Note.of(200), Note.of(200, 950));

    private final short[] samples;
    private final boolean isRepeated;

    private Tone(boolean isRepeated, Note... notes) {
        this.isRepeated = isRepeated;
        int length = 0;
        for (Note note : notes) length += Sound.samples(note.duration());
        samples = new short[length];
        int at = 0;
        for (Note note : notes) {
            int its = Sound.samples(note.duration());
            write(note, at, its);
            at += its;
        }
    }

    public static Tone once(Note... notes) {
        return new Tone(false, notes);
    }

    public static Tone again(Note... notes) {
        return new Tone(true, notes);
    }

    /// A key, pressed for so long and followed by silence, as a telephone sounds that tells of keys in no
    /// other way.
    static Tone key(int low, int high, Duration held, Duration gap) {
        return once(new Note(held, List.of(low, high)), new Note(gap, List.of()));
    }

    private void write(Note note, int at, int length) {
        for (int i = 0; i < length; i++) {
            double sum = 0;
            for (int hertz : note.hertz()) sum += Math.sin(2 * Math.PI * hertz * i / RATE);
            double edge = Math.min(1, Math.min(i + 1, length - i) / (double) EDGE);
            samples[at + i] = (short) Math.round(LEVEL * edge * sum);
        }
    }

    @Override
    public long length() {
        return isRepeated ? Long.MAX_VALUE : samples.length;
    }

    @Override
    public void read(long from, short[] target, int at, int length) {
        for (int i = 0; i < length; i++) target[at + i] = samples[(int) ((from + i) % samples.length)];
    }
}
