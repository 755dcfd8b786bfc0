package dev.muster.bench.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/// Where a connection goes and how it begins.
///
/// @param from the address it comes from, if that matters
/// @param offersDeflate whether it offers to compress messages (RFC 7692), as browsers do
public record Door(URI relay, Optional<InetAddress> from, boolean offersDeflate) {
    public static Door to(URI relay) {
        return new Door(relay, Optional.empty(), false);
    }

    public Door from(InetAddress address) {
        return new Door(relay, Optional.of(address), offersDeflate);
    }

    public Door offeringDeflate() {
        return new Door(relay, from, true);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(relay.getHost(), relay.getPort());
    }

    String request() {
        String path = relay.getRawPath().isEmpty() ? "/" : relay.getRawPath();
        String deflate = offersDeflate ? "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\n" : "";
        return """
            GET %s HTTP/1.1
            Host: %s:%d
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: bXVzdGVyJ3MgYmVuY2htcg==
            Sec-WebSocket-Version: 13
            %s
            """.formatted(path, relay.getHost(), relay.getPort(), deflate).replace("\n", "\r\n");
    }
}
