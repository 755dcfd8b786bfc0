package dev.muster.sip.taping;

import dev.muster.sip.tone.Sound;
import dev.muster.sip.voice.Tap;
import java.util.function.Consumer;

/// Those two who talk in a call, as far as recording it goes.
public interface Pair {
    /// Each of them hears it, in place of the other.
    ///
    /// @param whenHeard told of each who has heard it to its end; must not wait
    void announce(Sound sound, Consumer<Party> whenHeard);

    /// Both hear it, over whatever else they hear.
    void beep(Sound sound);

    /// Has somebody hear what one of them says.
    void tap(Party party, Tap tap);

    /// Nobody hears them any more but they each other.
    void untap();
}
