package dev.muster.sip.ice;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// An address at which the bridge can be found: a host candidate over UDP, for RTP and RTCP together (RFC 8839,
/// 5.1).
public record Candidate(String foundation, long priority, InetAddress address, int port) {
    public static final int COMPONENT = 1;

    private static final long TYPE_PREFERENCE_OF_HOST = 126;
    private static final long HIGHEST_LOCAL_PREFERENCE = 65535;

    /// One for each address, with priorities in that order (RFC 8445, section 5.1.2).
    static List<Candidate> of(List<Listening> all) {
        List<Candidate> candidates = new ArrayList<>();
        // IPv6 before IPv4, as RFC 8421 wants it.
        all.stream()
                .sorted(Comparator.comparing(Listening::isIpv4))
                .forEach(one -> one.told()
                        .forEach(address -> candidates.add(
                                of(candidates.size(), address, one.address().getPort()))));
        return List.copyOf(candidates);
    }

    private static Candidate of(int index, InetAddress address, int port) {
        long localPreference = HIGHEST_LOCAL_PREFERENCE - index;
        long priority = (TYPE_PREFERENCE_OF_HOST << 24) + (localPreference << 8) + 256 - COMPONENT;
        return new Candidate(Integer.toString(index + 1), priority, address, port);
    }
}
