package dev.muster.sip.rtp;

/// The sequence numbers of one source: which of them we have seen, and how they count without those we leave
/// out.
///
/// What was lost stays a gap, so that the other side knows of it. What we left out is none: it would be
/// counted as lost and concealed by noise.
final class Renumbering {
    /// As in RFC 3550, A.1: what is further ahead has begun anew.
    private static final int MOST_LOST = 3000;

    private final int origin;
    private int highest;
    private int leftOut;
    private final Recent seen = new Recent();
    private final Recent omitted = new Recent();

    /// @param first the number of the first packet, which is yet to be placed
    Renumbering(int first) {
        origin = first;
        highest = first - 1;
    }

    /// Whether it can be told where this number belongs.
    boolean follows(int sequence) {
        int ahead = ahead(sequence);
        return ahead <= MOST_LOST && ahead > -Recent.SIZE;
    }

    /// The place of a packet among those that go on, 0 for the first; -1 if it must not: it was there before,
    /// or belongs before the first.
    int place(int sequence) {
        int age = seen(sequence);
        if (age < 0) return -1;
        int place = highest - age - origin - leftOut + omitted.newerThan(age);
        return Math.max(place, -1);
    }

    /// Has it count for nothing.
    void leaveOut(int sequence) {
        boolean isNewest = ahead(sequence) > 0;
        int age = seen(sequence);
        // One that comes late has its place already, between two that went on.
        if (age != 0 || !isNewest) return;
        omitted.flag(0);
        leftOut++;
    }

    /// Whether it comes after all of them.
    boolean isAhead(int sequence) {
        return ahead(sequence) > 0;
    }

    private int ahead(int sequence) {
        return (short) (sequence - highest);
    }

    private int seen(int sequence) {
        int ahead = ahead(sequence);
        if (ahead > 0) {
            seen.advance(ahead);
            omitted.advance(ahead);
            highest += ahead;
            ahead = 0;
        }
        int age = -ahead;
        if (age >= Recent.SIZE || seen.isFlagged(age) || highest - age - origin < 0) return -1;
        seen.flag(age);
        return age;
    }
}
