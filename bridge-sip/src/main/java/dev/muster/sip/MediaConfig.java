package dev.muster.sip;

import dev.muster.sip.ice.Listening;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// The section about how voices travel.
///
/// @param listen addresses with UDP port for all browsers and apps, one of IPv4 and one of IPv6 for example
/// @param publicAddress the address that others reach us at, if it isn't the one that we listen at: behind a NAT
/// @param phoneAddress where telephones' voices arrive, an address of this machine
/// @param firstPort of those for telephones, one for each call
/// @param lastPort likewise
public record MediaConfig(List<String> listen, String publicAddress, String phoneAddress, int firstPort, int lastPort) {
    public static final MediaConfig DEFAULT =
            new MediaConfig(List.of("127.0.0.1:7783"), "", "127.0.0.1", 17_000, 17_999);

    private static final int LARGEST = 65_535;

    public MediaConfig {
        listen = List.copyOf(listen);
        if (listen.isEmpty())
            throw new IllegalArgumentException("listen: an address and a port, such as 192.0.2.1:7783");
        listen.forEach(MediaConfig::socket);
        if (!publicAddress.isEmpty()) check("publicAddress", publicAddress);
        check("phoneAddress", phoneAddress);
        if (firstPort < 1024 || lastPort > LARGEST || firstPort > lastPort)
            throw new IllegalArgumentException("firstPort: from 1024, and no more than lastPort");
    }

    private static InetSocketAddress socket(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}"))
            throw new IllegalArgumentException(
                    "listen: an address and a port, such as 192.0.2.1:7783 or [2001:db8::1]:7783");
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port > LARGEST) throw new IllegalArgumentException("listen: a port is 65535 at most");
        return new InetSocketAddress(check("listen", text.substring(0, colon)), port);
    }

    private static InetAddress check(String key, String address) {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": an address such as 192.0.2.1 or 2001:db8::1", e);
        }
    }

    /// What translates addresses does so for one family: of another we tell our own.
    List<Listening> listening() {
        List<InetAddress> translated =
                publicAddress.isEmpty() ? List.of() : List.of(InetAddress.ofLiteral(publicAddress));
        return listen.stream()
                .map(MediaConfig::socket)
                .map(here -> new Listening(
                        here,
                        translated.stream()
                                .filter(it -> it.getClass() == here.getAddress().getClass())
                                .toList()))
                .toList();
    }

    /// Whether others than this machine's own browsers get here.
    public boolean isForOthers() {
        return !publicAddress.isEmpty()
                || listen.stream().anyMatch(it -> !socket(it).getAddress().isLoopbackAddress());
    }
}
