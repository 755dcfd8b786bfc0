package dev.muster.it.sip.many;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/// How many packets were said and heard, and how long they took. What is said in one turn isn't counted in the next.
final class Tally {
    /// In microseconds: what takes longer counts as much.
    private static final int LONGEST = 1_000_000;

    private final AtomicIntegerArray byMicros = new AtomicIntegerArray(LONGEST + 1);
    private final AtomicLong said = new AtomicLong();
    private final AtomicLong heard = new AtomicLong();
    private final AtomicInteger turn = new AtomicInteger();

    /// What is said from now on belongs to a turn that is counted.
    void begin() {
        turn.incrementAndGet();
    }

    /// Which turn that is.
    int turn() {
        return turn.get();
    }

    void said() {
        said.incrementAndGet();
    }

    /// @param of the turn in which it was said
    /// @param nanos how long it took
    void heard(int of, long nanos) {
        if (of == 0) return;
        heard.incrementAndGet();
        byMicros.incrementAndGet(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 0, LONGEST));
    }

    long allSaid() {
        return said.get();
    }

    /// What hasn't come, as far as is known by now.
    long missing() {
        return said.get() - heard.get();
    }

    /// What so many of a hundred did not exceed, in microseconds.
    int percentile(double percent) {
        long rank = (long) Math.ceil(percent / 100 * heard.get());
        long seen = 0;
        for (int micros = 0; micros <= LONGEST; micros++) {
            seen += byMicros.get(micros);
            if (seen >= rank) return micros;
        }
        return LONGEST;
    }
}
