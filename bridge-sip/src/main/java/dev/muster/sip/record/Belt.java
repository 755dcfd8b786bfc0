package dev.muster.sip.record;

import dev.muster.sip.rtp.RtpPacket;
import java.util.concurrent.atomic.AtomicLong;

/// Packets of one side on their way to the recorder's thread.
///
/// Whoever hears them never waits: they are copied into a ring, and if that is full, they are counted and left.
/// Nobody is woken either; the recorder comes by often enough.
final class Belt {
    /// 2 s of what usually comes.
    static final int SLOTS = 100;

    /// 60 ms; what is longer takes several slots.
    private static final int LONGEST = 480;

    private static final long SAMPLE_NANOS = 125_000;

    private final byte[] bytes = new byte[SLOTS * LONGEST];
    private final Slot[] slots = new Slot[SLOTS];
    private final AtomicLong put = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();

    /// What is heard in a packet.
    enum Kind {
        PCMU,
        PCMA,
        KEY
    }

    /// A packet, or a part of one, where it lies: until [#free] it stays there.
    static final class Slot {
        Kind kind = Kind.PCMU;
        int ssrc;
        int timestamp;
        boolean isMarked;
        long nanos;
        int at;
        int length;
    }

    Belt() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot();
            slots[i].at = i * LONGEST;
        }
    }

    /// Puts a packet on it, if there is room. Several threads may: a side that moves to another socket has two
    /// for a moment. None of them ever waits for the recorder.
    synchronized void put(Kind kind, RtpPacket packet, long nanos) {
        int length = kind == Kind.KEY ? Math.min(packet.payloadLength(), LONGEST) : packet.payloadLength();
        if (length == 0) return;
        long next = put.get();
        int needed = (length + LONGEST - 1) / LONGEST;
        if (next + needed - taken.get() > SLOTS) {
            missed.incrementAndGet();
            return;
        }
        for (int done = 0; done < length; done += LONGEST) {
            Slot slot = slots[(int) (next++ % SLOTS)];
            slot.kind = kind;
            slot.ssrc = packet.ssrc();
            slot.timestamp = packet.timestamp() + done;
            slot.isMarked = packet.isMarked() && done == 0;
            // As if each part had come by itself.
            slot.nanos = nanos + done * SAMPLE_NANOS;
            slot.length = Math.min(LONGEST, length - done);
            System.arraycopy(packet.bytes(), packet.payloadAt() + done, bytes, slot.at, slot.length);
        }
        put.set(next);
    }

    boolean isEmpty() {
        return taken.get() == put.get();
    }

    /// The next one, for the recorder only. There must be one.
    Slot first() {
        return slots[(int) (taken.get() % SLOTS)];
    }

    /// Its place is needed no longer.
    void free() {
        taken.set(taken.get() + 1);
    }

    byte[] bytes() {
        return bytes;
    }

    /// How many packets found no room.
    long missed() {
        return missed.get();
    }
}
