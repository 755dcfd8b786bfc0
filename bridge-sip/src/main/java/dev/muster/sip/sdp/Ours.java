package dev.muster.sip.sdp;

import java.net.InetSocketAddress;
import java.util.List;

/// What we have for one leg.
public sealed interface Ours permits PlainMedia, WebRtcMedia {
    /// Where packets are to be sent to us.
    InetSocketAddress address();

    /// What we take, the best first.
    List<Codec> codecs();

    /// What we would do, if the other side does the same.
    Direction direction();
}
