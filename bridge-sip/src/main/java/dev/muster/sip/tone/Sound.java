package dev.muster.sip.tone;

import dev.muster.sip.rtp.G711;
import java.time.Duration;

/// Something that can be heard: samples, of which one asks for each in turn.
///
/// It has no state of its own, so that one of them serves all calls.
public sealed interface Sound permits Tone, Prompt {
    /// How many samples a second.
    int RATE = G711.RATE;

    /// The samples from there on.
    void read(long from, short[] target, int at, int length);

    /// After how many samples it is over; [Long#MAX_VALUE] if it never is.
    long length();

    /// How many samples that is.
    static int samples(Duration duration) {
        return Math.toIntExact(duration.toMillis() * RATE / 1000);
    }
}
