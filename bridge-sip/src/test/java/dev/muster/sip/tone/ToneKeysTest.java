package dev.muster.sip.tone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// ITU-T Q.24. What is heard is made here, by other means than what makes it in the bridge.
class ToneKeysTest {
    /// 0 dBm0.
    private static final double FULL = 22_300;

    private final List<short[]> line = new ArrayList<>();
    private final Random random = new Random(1);

    record Press(double low, double high, double lowDecibels, double highDecibels) {
        static Press of(char key) {
            int index = "123A456B789C*0#D".indexOf(key);
            double[] low = {697, 770, 852, 941};
            double[] high = {1209, 1336, 1477, 1633};
            return new Press(low[index / 4], high[index % 4], -10, -10);
        }

        Press tuned(double by) {
            return new Press(low * by, high * by, lowDecibels, highDecibels);
        }

        Press loud(double low, double high) {
            return new Press(this.low, this.high, low, high);
        }
    }

    private void hold(Press press, int milliseconds) {
        double phase = random.nextDouble(2 * Math.PI);
        add(
                milliseconds,
                t -> wave(press.low(), t, phase, press.lowDecibels()) + wave(press.high(), t, 1, press.highDecibels()));
    }

    private static double wave(double hertz, double t, double phase, double decibels) {
        return FULL * Math.pow(10, decibels / 20) * Math.sin(2 * Math.PI * hertz * t + phase);
    }

    private void silence(int milliseconds) {
        add(milliseconds, t -> 0);
    }

    private void add(int milliseconds, DoubleUnaryOperator samples) {
        var made = new short[8 * milliseconds];
        for (int i = 0; i < made.length; i++)
            made[i] = (short) Math.clamp(Math.round(samples.applyAsDouble(i / 8000.0)), -32_000, 32_000);
        line.add(made);
    }

    private short[] all() {
        var all = new short[line.stream().mapToInt(made -> made.length).sum()];
        int at = 0;
        for (short[] made : line) {
            System.arraycopy(made, 0, all, at, made.length);
            at += made.length;
        }
        return all;
    }

    private List<Key> heard() {
        return heard(all());
    }

    /// In frames, as they come.
    private static List<Key> heard(short[] all) {
        var keys = new ToneKeys();
        List<Key> heard = new ArrayList<>();
        for (int at = 0; at < all.length; at += 160) heard.addAll(keys.hear(all, at, Math.min(160, all.length - at)));
        heard.addAll(keys.hear(new short[1000], 0, 1000));
        return heard;
    }

    private static String pressed(List<Key> keys) {
        return keys.stream()
                .filter(Key.Pressed.class::isInstance)
                .map(key -> "" + key.key())
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @EnumSource
    void sip_D2_everyKeyIsHeardOnce(G711 law) {
        silence(100);
        for (char key : Key.ALL.repeat(20).toCharArray()) {
            hold(Press.of(key), 40);
            silence(40 + random.nextInt(20));
        }
        short[] all = all();
        for (int i = 0; i < all.length; i++) all[i] = law.decode(law.encode(all[i]));

        assertThat(pressed(heard(all))).isEqualTo(Key.ALL.repeat(20));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void sip_D2_keysOnRealLines(DoubleUnaryOperator noise, Press worst) {
        for (int i = 0; i < 50; i++) {
            hold(worst, 50);
            silence(50 + random.nextInt(13));
        }
        short[] all = all();
        for (int i = 0; i < all.length; i++) all[i] += (short) noise.applyAsDouble(random.nextGaussian());

        assertThat(pressed(heard(all))).isEqualTo("5".repeat(50));
    }

    static Stream<Arguments> sip_D2_keysOnRealLines() {
        Press five = Press.of('5');
        DoubleUnaryOperator none = noise -> 0;
        return Stream.of(
                argumentSet("too high by 1.5 %", none, five.tuned(1.015)),
                argumentSet("too low by 1.5 %", none, five.tuned(0.985)),
                argumentSet("as loud as possible", none, five.loud(-3, -3)),
                argumentSet("quiet", none, five.loud(-29, -29)),
                argumentSet("the high note weaker", none, five.loud(-10, -17)),
                argumentSet("the low note weaker", none, five.loud(-13, -10)),
                argumentSet("with noise, 20 dB below", (DoubleUnaryOperator) noise -> noise * 500, five));
    }

    @Test
    void sip_D2_itIsHeardHowLongAKeyIsHeld() {
        silence(33);
        for (int held : new int[] {60, 250, 2000}) {
            hold(Press.of('9'), held);
            silence(200);
        }
        List<Duration> held = heard().stream()
                .filter(Key.Released.class::isInstance)
                .map(key -> ((Key.Released) key).held())
                .toList();

        assertThat(held).hasSize(3);
        assertThat(held.get(0)).isCloseTo(Duration.ofMillis(60), Duration.ofMillis(13));
        assertThat(held.get(1)).isCloseTo(Duration.ofMillis(250), Duration.ofMillis(13));
        assertThat(held.get(2)).isCloseTo(Duration.ofMillis(2000), Duration.ofMillis(13));
    }

    @Test
    void sip_D2_aGapOfTenMillisecondsIsNone() {
        for (int i = 0; i < 40; i++) {
            hold(Press.of('3'), 60 + i);
            silence(10);
            hold(Press.of('3'), 60);
            silence(100);
        }

        assertThat(pressed(heard())).isEqualTo("3".repeat(40));
    }

    @Test
    void whatIsTooShortIsNoKey() {
        for (int i = 0; i < 40; i++) {
            hold(Press.of('3'), 20);
            silence(50 + i);
        }

        assertThat(heard()).isEmpty();
    }

    @Test
    void oneNoteAloneIsNoKey() {
        hold(Press.of('3').loud(-10, -60), 500);
        silence(100);
        hold(Press.of('3').loud(-60, -10), 500);
        silence(100);
        hold(Press.of('3').loud(-45, -45), 500);

        assertThat(heard()).isEmpty();
    }

    @Test
    void tonesOfTheTelephoneAreNoKeys() {
        for (Tone tone : List.of(
                Tone.Country.EUROPE.ringback(),
                Tone.Country.NORTH_AMERICA.ringback(),
                Tone.Country.NORTH_AMERICA.busy(),
                Tone.BEEP,
                Tone.JOINED,
                Tone.LEFT,
                Tone.WARNING,
                Tone.HOLD)) {
            var samples = new short[(int) Math.min(16_000, tone.length())];
            tone.read(0, samples, 0, samples.length);
            assertThat(heard(samples)).isEmpty();
        }
    }

    @Test
    void noiseIsNoKey() {
        for (int i = 0; i < 60; i++) {
            double loud = 300 + 100 * i;
            add(1000, t -> random.nextGaussian() * loud);
        }

        assertThat(heard()).isEmpty();
    }

    /// Vowels: a pulse, some hundred times a second, through three resonances; both change all the time.
    @Test
    void sip_D2_aVoiceIsNoKey() {
        var voice = new short[8000 * 300];
        var filters = new double[3][2];
        double[][] resonances = {
            {270, 2290, 3010}, {730, 1090, 2440}, {300, 870, 2240}, {530, 1840, 2480}, {640, 1190, 2390}
        };
        double pulse = 0;
        double pitch = 120;
        double[] resonance = resonances[0];
        for (int i = 0; i < voice.length; i++) {
            if (i % 1200 == 0) {
                resonance = resonances[random.nextInt(resonances.length)];
                pitch = random.nextDouble(80, 300);
            }
            pitch *= 1 + 0.00002 * random.nextGaussian();
            pulse += pitch / 8000;
            double source = pulse >= 1 ? 4000 : 0;
            pulse -= Math.floor(pulse);
            double sample = 0;
            for (int f = 0; f < 3; f++) {
                double radius = Math.exp(-Math.PI * (60 + 30 * f) / 8000);
                double next = source
                        + 2 * radius * Math.cos(2 * Math.PI * resonance[f] / 8000) * filters[f][0]
                        - radius * radius * filters[f][1];
                filters[f][1] = filters[f][0];
                filters[f][0] = next;
                sample += next / (1 + f);
            }
            voice[i] = (short) Math.clamp(Math.round(sample), -32_000, 32_000);
        }
        assertThat(Arrays.stream(new int[] {1000, 100_000, 900_000}).map(i -> Math.abs(voice[i] - voice[i + 20])))
                .as("something is said")
                .anyMatch(difference -> difference > 100);

        assertThat(heard(voice)).isEmpty();
    }

    @Test
    void sip_D2_whatWeSoundIsUnderstood() {
        var player = new Player();
        for (char key : "1*0#dB".toCharArray())
            player.play(KeyTones.sound(key, Duration.ofMillis(100), Duration.ofMillis(60))
                    .orElseThrow());
        List<Key> heard = new ArrayList<>();
        var keys = new ToneKeys();
        var frame = new short[160];
        while (player.next(frame)) heard.addAll(keys.hear(frame, 0, 160));

        assertThat(pressed(heard)).isEqualTo("1*0#DB");
        assertThat(KeyTones.sound('x', Duration.ofMillis(100), Duration.ofMillis(60)))
                .isEmpty();
    }
}
