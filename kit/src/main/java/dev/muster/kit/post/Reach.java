package dev.muster.kit.post;

import dev.muster.kit.outside.Internet;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.event.RelayUrl;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Which relays a bot goes to.
///
/// @param ours where it is at home
/// @param lookUp asked as well where people receive private messages
/// @param localRelays whether it follows people into the networks that this machine is in
/// @param proxy a SOCKS5 proxy such as `socks5://127.0.0.1:9050`, by which it goes to all others
public record Reach(List<URI> ours, List<URI> lookUp, boolean localRelays, Optional<URI> proxy) {
    public Reach {
        ours = ours.stream().map(Reach::normal).distinct().toList();
        lookUp = lookUp.stream().map(Reach::normal).distinct().toList();
        if (ours.isEmpty()) throw new IllegalArgumentException("a bot has at least one relay of its own");
    }

    /// How to get to a relay: out there through the proxy, and nowhere else than out there unless the admin has named
    /// it.
    public RelayClient.Builder to(URI relay) {
        var way = RelayClient.to(relay)
                .admitting(address -> localRelays || isNamed(normal(relay)) || Internet.has(address));
        if (!Internet.mayHave(relay.getHost())) return way;
        return proxy.map(at -> way.proxy(InetSocketAddress.createUnresolved(at.getHost(), at.getPort())))
                .orElse(way);
    }

    /// Whether the admin has named it.
    private boolean isNamed(URI relay) {
        return ours.contains(relay) || lookUp.contains(relay);
    }

    /// Those that the admin has named, ours first.
    Stream<URI> named() {
        return Stream.concat(ours.stream(), lookUp.stream()).distinct();
    }

    /// The address of a relay that somebody has written down, unless it is none, or one where we don't go.
    Stream<URI> follow(String written) {
        Optional<URI> named =
                named().filter(relay -> RelayUrl.means(written, relay)).findFirst();
        if (named.isPresent()) return named.stream();
        return address(written).filter(relay -> canGo(relay.getHost())).stream();
    }

    private boolean canGo(String host) {
        if (host.endsWith(".onion")) return proxy.isPresent();
        return localRelays || Internet.mayHave(host);
    }

    private static Optional<URI> address(String written) {
        try {
            URI relay = new URI(written.strip());
            boolean isRelay = "wss".equalsIgnoreCase(relay.getScheme()) || "ws".equalsIgnoreCase(relay.getScheme());
            if (!isRelay || relay.getHost() == null || relay.getUserInfo() != null) return Optional.empty();
            return Optional.of(normal(relay));
        } catch (URISyntaxException | IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /// So that the same relay, written differently, is one.
    private static URI normal(URI relay) {
        String scheme = relay.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("wss") ? 443 : 80;
        String port = relay.getPort() < 0 || relay.getPort() == usual ? "" : ":" + relay.getPort();
        String path = relay.getRawPath() == null ? "" : relay.getRawPath().replaceAll("/+$", "");
        String query = relay.getRawQuery() == null ? "" : "?" + relay.getRawQuery();
        return URI.create(scheme + "://" + relay.getHost().toLowerCase(Locale.ROOT) + port + path + query);
    }
}
