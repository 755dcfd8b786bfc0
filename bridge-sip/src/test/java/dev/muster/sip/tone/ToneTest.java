package dev.muster.sip.tone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToneTest {
    private static short[] samples(Sound sound, int from, int length) {
        var samples = new short[length];
        sound.read(from, samples, 0, length);
        return samples;
    }

    /// How much of what is heard is of that frequency: 1 if nothing else is.
    private static double share(short[] samples, int hertz) {
        return new Goertzel(hertz).energy(samples, 0, samples.length) / Goertzel.all(samples, 0, samples.length);
    }

    @ParameterizedTest
    @CsvSource({
        "EUROPE, 425, 425, 1000, 4000",
        "NORTH_AMERICA, 440, 480, 2000, 4000",
    })
    void itRings(Tone.Country country, int low, int high, int on, int off) {
        Tone tone = country.ringback();

        assertThat(tone.length()).isEqualTo(Long.MAX_VALUE);
        for (int again = 0; again < 3; again++) {
            int start = again * (on + off) * 8;
            short[] ringing = samples(tone, start, on * 8);
            assertThat(low == high ? share(ringing, low) : share(ringing, low) + share(ringing, high))
                    .isCloseTo(1, within(0.02));
            assertThat(samples(tone, start + on * 8, off * 8)).containsOnly(0);
        }
    }

    @Test
    void sip_R2_theBeepIsHeardForATime() {
        assertThat(Tone.BEEP.length()).isEqualTo(1600);
        assertThat(share(samples(Tone.BEEP, 0, 1600), 1400)).isCloseTo(1, within(0.02));
    }

    /// A step as large as that of the tone itself is no click.
    @Test
    void nothingClicks() {
        short[] beep = samples(Tone.BEEP, 0, 1600);

        assertThat(Math.abs(beep[0])).isLessThan((short) 100);
        assertThat(Math.abs(beep[1599])).isLessThan((short) 300);
    }

    @Test
    void soundsFollowOnEachOther() {
        var player = new Player();
        var frame = new short[160];
        assertThat(player.next(frame)).isFalse();

        Tone short100 = Tone.once(Tone.Note.of(25, 1000));
        assertThat(player.play(short100)).isTrue();
        assertThat(player.play(short100)).isTrue();
        List<Short> heard = new ArrayList<>();
        while (player.next(frame)) for (short sample : frame) heard.add(sample);

        assertThat(heard).as("50 ms, and silence until the frame is full").hasSize(480);
        for (int i = 0; i < 200; i++) assertThat(heard.get(200 + i)).isEqualTo(heard.get(i));
        assertThat(heard.subList(400, 480)).containsOnly((short) 0);
        assertThat(heard.get(1)).isNotZero();
    }

    @Test
    void aToneThatRepeatsGoesOnUntilItIsStopped() {
        var player = new Player();
        player.play(Tone.Country.EUROPE.busy());
        var frame = new short[160];
        for (int i = 0; i < 10_000; i++) assertThat(player.next(frame)).isTrue();

        player.stop();
        assertThat(player.isBusy()).isFalse();
        assertThat(player.next(frame)).isFalse();
    }

    @Test
    void notEverythingCanWait() {
        var player = new Player();
        for (int i = 0; i < 32; i++) assertThat(player.play(Tone.BEEP)).isTrue();

        assertThat(player.play(Tone.BEEP)).isFalse();
    }

    @Test
    void anAnnouncementIsPlayedAsItIsInTheFile() throws IOException {
        var file = new ByteArrayOutputStream();
        var spoken = new short[] {1, -2, 300, -400, 5};
        new Wav(new WavFormat(WavFormat.Encoding.PCM16, 1, 8000), spoken).write(file);
        Prompt prompt = Prompt.read(new ByteArrayInputStream(file.toByteArray()));

        assertThat(prompt.length()).isEqualTo(5);
        assertThat(samples(prompt, 1, 3)).containsExactly(-2, 300, -400);
    }
}
