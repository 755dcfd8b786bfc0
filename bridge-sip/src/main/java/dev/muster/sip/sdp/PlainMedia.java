package dev.muster.sip.sdp;

import java.net.InetSocketAddress;
import java.util.List;

/// What we have for a telephone: an address of its own, and keys in the description if it is encrypted.
///
/// @param cryptos none for a call in clear. In an answer, the one that was taken, with its tag, and our key
/// @param isMuxed whether RTCP may come through the same port
public record PlainMedia(
        InetSocketAddress address, List<Codec> codecs, Direction direction, List<Crypto> cryptos, boolean isMuxed)
        implements Ours {
    public PlainMedia {
        codecs = List.copyOf(codecs);
        cryptos = List.copyOf(cryptos);
    }
}
