package dev.muster.sip.sdp;

/// That keys are told of by events (RFC 4733).
///
/// @param payloadType what they are called in this leg
/// @param codes a bit for each that is understood
public record Events(int payloadType, long codes) {
    /// What is understood where nothing is said: 0 to 9, `*`, `#`, A to D (RFC 4733, 2.4.1).
    static final long ALL_KEYS = 0xffff;

    private static final long DIGITS = 0xfff;

    /// Whether one can press what is on every telephone.
    public boolean hasEveryKey() {
        return (codes & DIGITS) == DIGITS;
    }

    /// Reads a list such as `0-15,66,70`. What is above 63 is no key and is left out.
    static long codes(String list) {
        long codes = 0;
        for (String range : list.strip().split(",", 100)) {
            String[] ends = range.strip().split("-", 3);
            int first = Numbers.read(ends[0], 255);
            int last = ends.length == 1 ? first : Numbers.read(ends[1], 255);
            if (first < 0 || last < first || ends.length > 2) return ALL_KEYS;
            for (int code = first; code <= Math.min(last, 63); code++) codes |= 1L << code;
        }
        return codes;
    }
}
