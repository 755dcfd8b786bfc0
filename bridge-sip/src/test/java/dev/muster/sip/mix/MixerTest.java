package dev.muster.sip.mix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import dev.muster.sip.rtp.G711;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MixerTest {
    private final Mixer room = new Mixer();

    /// Says the same value again and again, and remembers what it heard last.
    private static final class Person implements Voice, Ear {
        private final short value;
        private boolean speaks = true;
        private int heard = Integer.MIN_VALUE;
        private int frames;

        private Person(int value) {
            this.value = (short) value;
        }

        @Override
        public boolean take(short[] frame) {
            Arrays.fill(frame, value);
            return speaks;
        }

        @Override
        public void hear(short[] frame) {
            assertThat(frame).hasSize(G711.FRAME);
            heard = frame[G711.FRAME - 1];
            frames++;
        }
    }

    private Person person(int value) {
        var person = new Person(value);
        var _ = room.join(person, person);
        return person;
    }

    @Test
    void sip_I2_everybodyHearsTheOthersAndNotThemselves() {
        Person ana = person(100);
        Person ben = person(2000);
        Person cleo = person(30_000);
        room.mix();
        assertThat(ana.heard).isEqualTo(32_000);
        assertThat(ben.heard).isEqualTo(30_100);
        assertThat(cleo.heard).isEqualTo(2100);
    }

    @Test
    void whoIsTooLoudIsCutOffAndNotTurnedAround() {
        Person listener = person(0);
        Person loud = person(-30_000);
        Person louder = person(-32_768);
        room.mix();
        assertThat(listener.heard).isEqualTo(-32_768);
        assertThat(loud.heard).isEqualTo(-32_768);
        assertThat(louder.heard)
                .as("the sum, not what was cut off, is what is taken from")
                .isEqualTo(-30_000);
    }

    @Test
    void whoIsSilentHearsAllAndIsHeardByNobody() {
        Person ana = person(100);
        Person ben = person(2000);
        ben.speaks = false;
        room.mix();
        assertThat(ana.heard).isZero();
        assertThat(ben.heard).isEqualTo(100);
    }

    @Test
    void sip_I2_whoIsMutedHearsAllTheSame() {
        Person ana = person(100);
        var ben = new Person(2000);
        Mixer.Seat seat = room.join(ben, ben);
        seat.mute(true);
        room.mix();
        assertThat(seat.isMuted()).isTrue();
        assertThat(ana.heard).isZero();
        assertThat(ben.heard).isEqualTo(100);
        seat.mute(false);
        room.mix();
        assertThat(ana.heard).isEqualTo(2000);
    }

    @Test
    void whoIsAloneHearsSilence() {
        Person ana = person(100);
        room.mix();
        assertThat(ana.heard).isZero();
        assertThat(ana.frames).isOne();
    }

    @Test
    void whoHasLeftHearsNothingMore() {
        Person ana = person(100);
        var ben = new Person(2000);
        Mixer.Seat seat = room.join(ben, ben);
        room.mix();
        seat.leave();
        seat.leave();
        room.mix();
        assertThat(ben.frames).isOne();
        assertThat(ana.heard).isZero();
        assertThat(room.isEmpty()).isFalse();
    }

    @Test
    void anAnnouncementSpeaksAndARecorderListens() {
        var _ = room.join(new Person(500), Ear.NONE);
        List<Short> recorded = new ArrayList<>();
        var _ = room.join(Voice.NONE, frame -> recorded.add(frame[0]));
        room.mix();
        assertThat(recorded).containsExactly((short) 500);
    }

    @Test
    void theBeatGoesOnWhenOneOfItsFollowersFails() {
        var failures = new AtomicInteger();
        var beats = new AtomicInteger();
        try (var beat = new Beat();
                Beat.Following broken = beat.with(() -> {
                    failures.incrementAndGet();
                    throw new IllegalStateException("broken");
                });
                Beat.Following sound = beat.with(beats::incrementAndGet)) {
            assertThat(broken).isNotSameAs(sound);
            Await.until(() -> beats.get() >= 10);
            assertThat(failures).hasValue(1);
        }
    }

    @Test
    void whoFollowsNoLongerIsLeftAlone() {
        var first = new AtomicInteger();
        var second = new AtomicInteger();
        try (var beat = new Beat();
                Beat.Following other = beat.with(second::incrementAndGet)) {
            Beat.Following following = beat.with(first::incrementAndGet);
            assertThat(following).isNotSameAs(other);
            Await.until(() -> first.get() > 0);
            following.close();
            int then = second.get();
            // A beat that had begun may still have called it.
            Await.until(() -> second.get() > then + 1);
            int last = first.get();
            int later = second.get();
            Await.until(() -> second.get() > later + 5);
            assertThat(first).hasValue(last);
        }
    }
}
