package dev.muster.sip.sdp;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Who speaks and who listens, seen from the side that says it.
public enum Direction {
    SENDRECV(true, true),
    SENDONLY(true, false),
    RECVONLY(false, true),
    INACTIVE(false, false);

    private final boolean sends;
    private final boolean receives;

    Direction(boolean sends, boolean receives) {
        this.sends = sends;
        this.receives = receives;
    }

    static Direction of(boolean sends, boolean receives) {
        return Stream.of(values())
                .filter(direction -> direction.sends == sends && direction.receives == receives)
                .findFirst()
                .orElseThrow();
    }

    static Optional<Direction> named(String name) {
        return Stream.of(values())
                .filter(direction -> direction.attribute().equals(name))
                .findFirst();
    }

    public boolean sends() {
        return sends;
    }

    public boolean receives() {
        return receives;
    }

    /// Whether who says it has put the other on hold.
    public boolean isHold() {
        return !receives;
    }

    /// What we do if the other side does this, and we would do that (RFC 3264, 6.1).
    Direction answered(Direction wanted) {
        return of(wanted.sends && receives, wanted.receives && sends);
    }

    String attribute() {
        return name().toLowerCase(Locale.ROOT);
    }
}
