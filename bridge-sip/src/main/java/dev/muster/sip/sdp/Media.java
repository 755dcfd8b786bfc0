package dev.muster.sip.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One stream of a description, as the other side describes it.
public record Media(Head head, Where where, Direction direction, Voice voice, Keys keys) {
    /// The line that begins it.
    ///
    /// @param kind `audio`, `video`, `application`
    /// @param port 0 if it is refused
    /// @param mid by which it is known to a group
    /// @param isBundleOnly whether there is no port because it comes through that of another
    public record Head(
            String kind, int port, String protocol, List<String> formats, Optional<String> mid, boolean isBundleOnly) {
        public Head {
            formats = List.copyOf(formats);
        }

        public boolean isRefused() {
            return port == 0 && !isBundleOnly;
        }
    }

    /// Where it is.
    ///
    /// @param rtcpPort if it is said; otherwise it is the next one
    /// @param isMuxed whether RTCP can come through the same port
    public record Where(Optional<InetAddress> address, OptionalInt rtcpPort, boolean isMuxed, Optional<Ice> ice) {}

    /// How it is encrypted.
    ///
    /// @param cryptos with SDES
    /// @param fingerprints with DTLS
    public record Keys(List<Crypto> cryptos, List<Fingerprint> fingerprints, Optional<Setup> setup) {
        public Keys {
            cryptos = List.copyOf(cryptos);
            fingerprints = List.copyOf(fingerprints);
        }
    }

    /// Whether it can be for a voice.
    public boolean isAudio() {
        return head.kind().equals("audio") && transport().isPresent();
    }

    /// How its packets are protected; empty if it is no RTP at all.
    public Optional<Transport> transport() {
        // Before there was a protocol of that name, DTLS was announced as this one.
        boolean hasOnlyFingerprints =
                keys.cryptos().isEmpty() && !keys.fingerprints().isEmpty();
        return Transport.of(head.protocol())
                .map(said -> said == Transport.SDES && hasOnlyFingerprints ? Transport.DTLS : said);
    }

    Media with(Direction other) {
        return new Media(head, where, other, voice, keys);
    }

    /// Where RTP is to be sent; empty if they are on hold in the old way, or only ICE can tell.
    public Optional<InetSocketAddress> rtp() {
        return where.address()
                .filter(address -> !address.isAnyLocalAddress() && head.port() != 0)
                .map(address -> new InetSocketAddress(address, head.port()));
    }

    /// Where RTCP is to be sent, unless it goes with RTP.
    public Optional<InetSocketAddress> rtcp() {
        return rtp().filter(rtp -> where.rtcpPort().isPresent() || rtp.getPort() < 0xffff)
                .map(rtp ->
                        new InetSocketAddress(rtp.getAddress(), where.rtcpPort().orElse(rtp.getPort() + 1)));
    }

    /// Whether they have put us on hold.
    public boolean isHold() {
        return direction.isHold();
    }
}
