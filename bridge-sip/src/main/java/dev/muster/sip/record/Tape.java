package dev.muster.sip.record;

import dev.muster.sip.rtp.G711;
import java.io.IOException;
import java.io.OutputStream;

/// Both sides of a recording, put together while it goes on.
final class Tape {
    static final int CHANNELS = 2;

    /// 12 hours: a line that nobody has hung up.
    static final long LONGEST = 12L * 3600 * G711.RATE;

    /// By then every packet that comes out of order has come: 200 ms.
    private static final int SETTLED = 1600;

    private static final int BLOCK = 1600;
    private static final long SECOND = 1_000_000_000;

    private final long began;
    private final OutputStream out;
    private final Track[] tracks = {new Track(), new Track()};
    private final short[] samples = new short[CHANNELS * BLOCK];
    private final byte[] bytes = new byte[samples.length * Short.BYTES];
    private long written;
    private volatile long heardUpTo;

    /// Writes samples of 16 bits, those of the left channel first.
    ///
    /// @param began when, as packets are told to have come
    Tape(long began, OutputStream out) {
        this.began = began;
        this.out = out;
        heardUpTo = began;
    }

    /// Takes a packet, and writes what cannot change any more.
    void put(Side side, Belt.Slot packet, byte[] payload) throws IOException {
        long arrival = at(packet.nanos);
        heardUpTo = packet.nanos;
        write(arrival - Alignment.WINDOW, arrival - SETTLED);
        tracks[side.channel()].put(packet, payload, arrival);
    }

    /// Writes everything up to its end.
    void end(long nanos) throws IOException {
        write(at(nanos), at(nanos));
    }

    private long at(long nanos) {
        return Math.clamp(nanos - began, 0, LONGEST / G711.RATE * SECOND) * G711.RATE / SECOND;
    }

    private void write(long upTo, long settled) throws IOException {
        for (Track track : tracks) track.examine(settled);
        while (written < upTo) {
            int count = (int) Math.min(BLOCK, upTo - written);
            for (int channel = 0; channel < CHANNELS; channel++) tracks[channel].take(samples, channel, count);
            for (int i = 0; i < CHANNELS * count; i++) {
                bytes[2 * i] = (byte) samples[i];
                bytes[2 * i + 1] = (byte) (samples[i] >> 8);
            }
            out.write(bytes, 0, CHANNELS * Short.BYTES * count);
            written += count;
            for (Track track : tracks) track.examine(settled);
        }
    }

    /// When the last packet came.
    long heardUpTo() {
        return heardUpTo;
    }

    /// How many samples of each channel were written.
    long written() {
        return written;
    }

    /// Whether it is as long as one may be.
    boolean isFull() {
        return written >= LONGEST;
    }
}
