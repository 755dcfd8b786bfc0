package dev.muster.sip.sdp;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;

/// What we have for a browser or an app: we wait at a public address until we are found (ICE-lite), and until
/// they begin with DTLS.
///
/// @param candidates where we can be found, the one that we like best first
/// @param ufrag by which we know whose checks come in
/// @param identity who our stream is, and by which SSRC it can be told
public record WebRtcMedia(
        List<Candidate> candidates,
        List<Codec> codecs,
        Direction direction,
        String ufrag,
        String password,
        Fingerprint fingerprint,
        Identity identity)
        implements Ours {
    /// Who we are in RTP.
    ///
    /// @param name the same as in RTCP
    public record Identity(int ssrc, String name) {}

    public WebRtcMedia {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty()) throw new IllegalArgumentException("nowhere to be found");
        codecs = List.copyOf(codecs);
    }

    /// The one for whoever looks at no candidates: of IPv4, which nearly all have (RFC 8839, 4.2.1.1).
    @Override
    public InetSocketAddress address() {
        Candidate candidate = candidates.stream()
                .min(Comparator.comparing(it -> !(it.address() instanceof Inet4Address)))
                .orElseThrow();
        return new InetSocketAddress(candidate.address(), candidate.port());
    }

    /// Says nothing of the password.
    @Override
    public String toString() {
        return "WebRTC of " + ufrag;
    }
}
