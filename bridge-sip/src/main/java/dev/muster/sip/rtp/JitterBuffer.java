package dev.muster.sip.rtp;

import java.util.Arrays;

/// Audio in time, out of packets that come late, early, twice or not at all: for who mixes, records or
/// understands it. What only goes on into the other leg doesn't wait here.
///
/// Every sample has its place by its timestamp. What is missing when its time has come is concealed: by what
/// was heard just before, fading away. The delay grows as soon as something comes too late, and shrinks where
/// nobody speaks.
///
/// One thread puts packets in, another takes a frame out each 20 ms. Only audio belongs in here: where a key
/// is pressed, there is a gap.
public final class JitterBuffer {
    private static final int FRAME = G711.FRAME;
    private static final int LEAST_DELAY = 2 * FRAME;
    private static final int MOST_DELAY = 10 * FRAME;

    private static final int CAPACITY = 1 << 12;
    private static final int LAST = CAPACITY - 1;

    /// Nothing is there. G.711 has no such sample.
    private static final short ABSENT = Short.MIN_VALUE;

    /// After 60 ms, a voice that doesn't change sounds like a machine.
    private static final int MOST_CONCEALED = 3;

    /// So many packets one after the other, and the other side counts from elsewhere now.
    private static final int MOST_LATE = 5;

    /// For so many packets, 5 s, it must have been longer than needed before the delay is cut.
    private static final int OBSERVED = 250;

    /// Nobody hears that a frame is missing where it was that quiet: -46 dBm0.
    private static final int QUIET = 150;

    private final short[] ring = new short[CAPACITY];
    private final short[] before = new short[FRAME];
    private boolean hasBegun;
    private int ssrc;
    private int playAt;
    private int concealed;
    private int lateInARow;

    /// How many frames longer or shorter the delay is to be.
    private int change;

    private int observed;
    private int leastSlack;
    private int mostSlack;

    public JitterBuffer() {
        Arrays.fill(ring, ABSENT);
    }

    /// Takes a packet of audio.
    public synchronized void put(RtpPacket packet, G711 law) {
        int length = packet.payloadLength();
        if (length == 0 || length > MOST_DELAY) return;
        int slack = packet.timestamp() - playAt;
        lateInARow = slack + length <= 0 ? lateInARow + 1 : 0;
        if (!hasBegun || packet.ssrc() != ssrc || slack > MOST_DELAY || lateInARow == MOST_LATE) {
            begin(packet);
            slack = packet.timestamp() - playAt;
        }
        observe(slack);
        for (int i = Math.max(0, -slack); i < length; i++)
            ring[(packet.timestamp() + i) & LAST] = law.decode(packet.bytes()[packet.payloadAt() + i]);
    }

    private void begin(RtpPacket packet) {
        hasBegun = true;
        ssrc = packet.ssrc();
        playAt = packet.timestamp() - (LEAST_DELAY - FRAME);
        lateInARow = 0;
        change = 0;
        Arrays.fill(ring, ABSENT);
        observeAnew();
    }

    private void observeAnew() {
        observed = 0;
        leastSlack = Integer.MAX_VALUE;
        mostSlack = Integer.MIN_VALUE;
    }

    private void observe(int slack) {
        leastSlack = Math.min(leastSlack, slack);
        mostSlack = Math.max(mostSlack, slack);
        if (slack < 0) {
            int missing = (-slack + FRAME - 1) / FRAME;
            int possible = (MOST_DELAY - Math.max(mostSlack, 0)) / FRAME;
            change = Math.max(change, Math.min(missing, possible));
        }
        if (++observed < OBSERVED) return;
        // Half a frame is kept, or the next packet that is a little slower would be too late.
        if (leastSlack > FRAME + FRAME / 2 && mostSlack >= LEAST_DELAY && change == 0) change = -1;
        observeAnew();
    }

    /// Fills a frame with what is to be heard now.
    ///
    /// @return whether anything of it was really said
    public synchronized boolean take(short[] frame) {
        if (change > 0) {
            change--;
            shift(FRAME);
            Arrays.fill(frame, 0, FRAME, ABSENT);
        } else {
            if (change < 0 && isQuiet()) {
                change++;
                shift(-FRAME);
                read(frame);
            }
            read(frame);
        }
        return conceal(frame) < FRAME;
    }

    private void shift(int by) {
        if (observed == 0) return;
        leastSlack += by;
        mostSlack += by;
    }

    private boolean isQuiet() {
        for (int i = 0; i < FRAME; i++) {
            short sample = ring[(playAt + i) & LAST];
            if (sample != ABSENT && Math.abs(sample) > QUIET) return false;
        }
        return true;
    }

    private void read(short[] frame) {
        for (int i = 0; i < FRAME; i++) {
            frame[i] = ring[(playAt + i) & LAST];
            ring[(playAt + i) & LAST] = ABSENT;
        }
        playAt += FRAME;
    }

    /// How much there was to conceal.
    private int conceal(short[] frame) {
        int missing = 0;
        for (int i = 0; i < FRAME; i++) {
            if (frame[i] != ABSENT) continue;
            missing++;
            frame[i] = (short) (concealed < MOST_CONCEALED ? before[i] >> (concealed + 1) : 0);
        }
        if (missing > 0) {
            concealed++;
        } else {
            concealed = 0;
            System.arraycopy(frame, 0, before, 0, FRAME);
        }
        return missing;
    }
}
