package dev.muster.sip.record;

/// Where in a recording the packets of one side belong, in samples from its beginning.
///
/// Within one SSRC the timestamps say it. Where they begin is told by the arrival of the first packet; and
/// because no two clocks agree (100 millionths make 60 ms in ten minutes), the quickest packets of each five
/// seconds say how far the timestamps have moved away from the time that has really passed.
final class Alignment {
    /// Later than that, nothing is taken any more: 500 ms.
    static final int WINDOW = 4000;

    /// So long all that comes is later than that, and it wasn't held up: it was said now, and is counted from
    /// elsewhere.
    /// 100 ms.
    private static final int PAUSED = 800;

    /// No packet comes before it was said; if its timestamp says so, they are counted from elsewhere now.
    private static final int EARLIEST = 2000;

    /// So many packets are looked at before anything is moved.
    private static final int OBSERVED = 250;

    /// So many packets after the first, it may turn out that that one was slow: 500 ms.
    private static final int BEGINNING = 25;

    /// 5 ms: less isn't worth moving.
    private static final int NEGLIGIBLE = 40;

    /// 40 ms: more than clocks do; it is moved at once, less by a sample a packet.
    private static final int JUMP = 320;

    /// So many packets of the SSRC before, and it is in use again: 500 ms.
    private static final int RETURNED = 25;

    static final long NOWHERE = Long.MIN_VALUE;

    private boolean hasBegun;
    private int ssrc;
    private int before;
    private int strays;
    private int timestamp;
    private long position;
    private long lateSince = NOWHERE;
    private int heard;
    private int observed;
    private long leastSlack;
    private int toMove;

    /// Where the first sample of a packet belongs, or [#NOWHERE].
    ///
    /// @param arrival when it came, in samples from the beginning
    /// @param written what is before that can't be changed any more
    long audio(Belt.Slot packet, long arrival, long written) {
        if (isStray(packet)) return NOWHERE;
        if (!hasBegun || packet.ssrc != ssrc) begin(packet, arrival);
        long at = positionOf(packet.timestamp);
        if (at + packet.length <= written) {
            if (lateSince == NOWHERE) lateSince = arrival;
            // After a pause it may go on counting where it had stopped; what only came late comes all at once.
            if (!packet.isMarked && arrival - lateSince < PAUSED) return NOWHERE;
            begin(packet, arrival);
        } else if (at > arrival + EARLIEST) {
            begin(packet, arrival);
        }
        lateSince = NOWHERE;
        at = positionOf(packet.timestamp);
        if (heard++ < BEGINNING && at > arrival) {
            position -= at - arrival;
            at = arrival;
        }
        if (packet.timestamp - timestamp > 0) {
            timestamp = packet.timestamp;
            position = at;
        }
        observe(arrival - at);
        return at;
    }

    /// The same for an event, which goes on while its timestamp stays.
    long event(Belt.Slot packet, long arrival) {
        if (!hasBegun) begin(packet, arrival);
        return packet.ssrc == ssrc ? positionOf(packet.timestamp) : arrival;
    }

    /// Of the SSRC that was there before this one: overtaken on the way.
    private boolean isStray(Belt.Slot packet) {
        boolean isOfBefore = hasBegun && packet.ssrc != ssrc && packet.ssrc == before;
        strays = isOfBefore ? strays + 1 : 0;
        return isOfBefore && strays < RETURNED;
    }

    private void begin(Belt.Slot packet, long arrival) {
        if (hasBegun && packet.ssrc != ssrc) before = ssrc;
        if (!hasBegun) before = packet.ssrc;
        hasBegun = true;
        ssrc = packet.ssrc;
        timestamp = packet.timestamp;
        position = arrival;
        heard = 0;
        toMove = 0;
        observeAnew();
    }

    private long positionOf(int itsTimestamp) {
        return position + (itsTimestamp - timestamp);
    }

    private void observeAnew() {
        observed = 0;
        leastSlack = Long.MAX_VALUE;
    }

    private void observe(long slack) {
        leastSlack = Math.min(leastSlack, slack);
        if (toMove != 0) {
            position += Integer.signum(toMove);
            leastSlack -= Integer.signum(toMove);
            toMove -= Integer.signum(toMove);
        }
        if (++observed < OBSERVED) return;
        if (Math.abs(leastSlack) > JUMP) position += leastSlack;
        else toMove = Math.abs(leastSlack) > NEGLIGIBLE ? (int) leastSlack : 0;
        observeAnew();
    }
}
