package dev.muster.sip.sdp;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Who begins with DTLS (RFC 8842).
public enum Setup {
    /// Who says it begins.
    ACTIVE,
    /// Who says it waits.
    PASSIVE,
    /// The other side may choose.
    ACTPASS,
    HOLDCONN;

    static Optional<Setup> named(String name) {
        return Stream.of(values())
                .filter(setup -> setup.attribute().equals(name))
                .findFirst();
    }

    /// Whether who says it begins, if the other side waits.
    public boolean mayBegin() {
        return this == ACTIVE || this == ACTPASS;
    }

    String attribute() {
        return name().toLowerCase(Locale.ROOT);
    }
}
