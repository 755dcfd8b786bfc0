package dev.muster.sip.leg;

import dev.muster.sip.rtp.Outgoing;
import dev.muster.sip.sdp.Agreement;
import java.util.Optional;

/// One side of a call.
public interface Leg extends AutoCloseable {
    /// What numbers the packets that are written for [#send], and only while they are.
    Outgoing outgoing();

    /// Sends a packet that is written now. Any thread may; they take turns.
    ///
    /// @return whether it is on its way
    boolean send(Writing writing);

    LegState state();

    /// How both can speak now: codec, events, and who is to be heard. Another one each time that it was agreed
    /// on anew; empty as long as nothing was.
    Optional<Agreement.Agreed> agreed();

    /// Says goodbye. Its owner hears of it as of any other end.
    @Override
    void close();
}
