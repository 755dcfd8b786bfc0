package dev.muster.sip.mix;

import dev.muster.sip.rtp.G711;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// One room. People come and go at any time, by any thread; it is mixed by one at a time.
public final class Mixer {
    private static final int FRAME = G711.FRAME;

    private final List<Seat> seats = new CopyOnWriteArrayList<>();
    private final int[] all = new int[FRAME];
    private final short[] heard = new short[FRAME];

    /// Somebody in the room.
    public final class Seat {
        private final Voice voice;
        private final Ear ear;
        private final short[] said = new short[FRAME];
        private boolean speaks;
        private volatile boolean isMuted;

        private Seat(Voice voice, Ear ear) {
            this.voice = voice;
            this.ear = ear;
        }

        /// Whether nobody hears them.
        public boolean isMuted() {
            return isMuted;
        }

        public void mute(boolean isMuted) {
            this.isMuted = isMuted;
        }

        /// They are gone. A second time changes nothing.
        public void leave() {
            seats.remove(this);
        }
    }

    public Seat join(Voice voice, Ear ear) {
        var seat = new Seat(voice, ear);
        seats.add(seat);
        return seat;
    }

    public boolean isEmpty() {
        return seats.isEmpty();
    }

    /// Takes what everybody says, and gives each what the others have said: silence too, since a line that carries
    /// nothing looks dead.
    public void mix() {
        Arrays.fill(all, 0);
        for (Seat seat : seats) {
            // What is said by who is muted is taken all the same, or it would be heard later.
            seat.speaks = seat.voice.take(seat.said) && !seat.isMuted;
            if (seat.speaks) for (int i = 0; i < FRAME; i++) all[i] += seat.said[i];
        }
        for (Seat seat : seats) {
            for (int i = 0; i < FRAME; i++) {
                int others = seat.speaks ? all[i] - seat.said[i] : all[i];
                heard[i] = (short) Math.clamp(others, Short.MIN_VALUE, Short.MAX_VALUE);
            }
            seat.ear.hear(heard);
        }
    }
}
