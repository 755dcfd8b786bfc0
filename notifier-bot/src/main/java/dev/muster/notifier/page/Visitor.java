package dev.muster.notifier.page;

import dev.muster.kit.http.Request;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// Where a request comes from, as far as guessing is concerned.
record Visitor(InetAddress address) {
    private static final int IPV6_NETWORK_BYTES = 8;

    static Visitor of(Request request, Set<InetAddress> proxies) {
        InetAddress peer = InetAddress.ofLiteral(request.from());
        if (!proxies.contains(peer)) return new Visitor(peer);
        // What stands before the last hop, anybody may have written.
        return request.header("x-forwarded-for")
                .map(hops -> hops.substring(hops.lastIndexOf(',') + 1).strip())
                .flatMap(Visitor::parsed)
                .map(Visitor::new)
                .orElse(new Visitor(peer));
    }

    private static Optional<InetAddress> parsed(String hop) {
        try {
            return Optional.of(InetAddress.ofLiteral(hop));
        } catch (IllegalArgumentException e) {
            // Our own proxy wrote this, so it isn't a lie; but it isn't an address either.
            return Optional.empty();
        }
    }

    /// Whoever has one IPv6 address mostly has 2⁶⁴ of them.
    String network() {
        byte[] bytes = address.getAddress();
        int length = address instanceof Inet6Address ? IPV6_NETWORK_BYTES : bytes.length;
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, length));
    }
}
