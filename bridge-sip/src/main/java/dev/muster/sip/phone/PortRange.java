package dev.muster.sip.phone;

import java.net.InetAddress;

/// The ports for telephones: two for each call, an even one for voice and the one after it for reports.
///
/// @param bound where we listen
/// @param advertised where telephones find it: another one, if there is a NAT before us
public record PortRange(InetAddress bound, InetAddress advertised, int first, int last) {
    public PortRange {
        if (first < 1024 || last > 65_535 || last <= first)
            throw new IllegalArgumentException("ports are between 1024 and 65535, and there must be two at least");
        if (advertised.isAnyLocalAddress())
            throw new IllegalArgumentException("telephones have to be told of an address that they can find");
        if (first % 2 == 1) first++;
        if (first >= last) throw new IllegalArgumentException("there must be an even port, and one after it");
    }

    /// For how many calls there are ports.
    public int pairs() {
        return (last - first + 1) / 2;
    }
}
