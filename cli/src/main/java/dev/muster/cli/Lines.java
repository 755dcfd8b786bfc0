package dev.muster.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The lines of an input, as the bytes they came as, one at a time. Blank ones are counted and passed over.
final class Lines {
    /// No event that a relay takes is longer.
    static final int LONGEST = 16 << 20;

    /// @param number counted from 1
    record Line(long number, byte[] bytes) {}

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int at;
    private int end;
    private long number;

    Lines(InputStream in) {
        this.in = in;
    }

    /// The next line, or empty at the end.
    ///
    /// @throws Failure if a line is longer than any that makes sense
    Optional<Line> next() throws IOException {
        while (more()) {
            int newline = at;
            while (newline < end && buffer[newline] != '\n') newline++;
            if (line.size() + newline - at > LONGEST)
                throw new Failure("line " + (number + 1) + " is longer than " + (LONGEST >> 20) + " MiB");
            line.write(buffer, at, newline - at);
            at = newline + 1;
            if (newline < end) {
                Optional<Line> complete = complete();
                if (complete.isPresent()) return complete;
            }
        }
        return line.size() == 0 ? Optional.empty() : complete();
    }

    private boolean more() throws IOException {
        if (at < end) return true;
        at = 0;
        end = in.read(buffer);
        return end > 0;
    }

    private Optional<Line> complete() {
        byte[] bytes = line.toByteArray();
        line.reset();
        number++;
        return isBlank(bytes) ? Optional.empty() : Optional.of(new Line(number, bytes));
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) if (b != ' ' && b != '\t' && b != '\r') return false;
        return true;
    }
}
