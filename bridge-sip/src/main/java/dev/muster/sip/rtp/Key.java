package dev.muster.sip.rtp;

import java.time.Duration;

/// What somebody does with a key of a telephone: `0` to `9`, `*`, `#`, and `A` to `D`.
public sealed interface Key {
    /// In the order of RFC 4733.
    String ALL = "0123456789*#ABCD";

    char key();

    record Pressed(char key) implements Key {}

    /// Let go again.
    ///
    /// @param held for how long, as far as could be heard
    record Released(char key, Duration held) implements Key {}
}
