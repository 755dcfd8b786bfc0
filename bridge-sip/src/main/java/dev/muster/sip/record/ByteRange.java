package dev.muster.sip.record;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which part of something is asked for (RFC 9110, 14.1.2).
///
/// @param to the first byte that isn't
record ByteRange(long from, long to) {
    private static final Pattern ONE = Pattern.compile("bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*");

    /// Nothing of what is asked for is there.
    static final ByteRange NOWHERE = new ByteRange(-1, -1);

    /// Reads the header. Empty if everything is to be sent: what one doesn't understand is ignored, and so may
    /// be what asks for several parts at once.
    static Optional<ByteRange> read(String header, long length) {
        Matcher matcher = ONE.matcher(header);
        if (!matcher.matches()) return Optional.empty();
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty() && last.isEmpty()) return Optional.empty();
        if (first.isEmpty()) return Optional.of(within(Math.max(0, length - Long.parseLong(last)), length, length));
        long from = Long.parseLong(first);
        if (last.isEmpty()) return Optional.of(within(from, length, length));
        long to = Long.parseLong(last) + 1;
        return to <= from ? Optional.empty() : Optional.of(within(from, Math.min(to, length), length));
    }

    private static ByteRange within(long from, long to, long length) {
        return from < length && from < to ? new ByteRange(from, to) : NOWHERE;
    }

    long length() {
        return to - from;
    }
}
