package dev.muster.sip.ice;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// Where the bridge waits for datagrams.
///
/// @param address of this machine; better not "any address", for answers then leave by whichever the system
/// takes
/// @param advertised under which addresses others see it, if a router translates
public record Listening(InetSocketAddress address, List<InetAddress> advertised) {
    public Listening {
        advertised = List.copyOf(advertised);
        if (address.getAddress().isAnyLocalAddress() && advertised.isEmpty())
            throw new IllegalArgumentException("an address to advertise is needed where every address is listened at");
    }

    boolean isIpv4() {
        return address.getAddress() instanceof Inet4Address;
    }

    /// Which addresses others are told.
    List<InetAddress> told() {
        return advertised.isEmpty() ? List.of(address.getAddress()) : advertised;
    }
}
