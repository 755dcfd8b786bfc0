package dev.muster.relay.policy;

import dev.muster.kit.outside.Bounds;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Whether the relay tells other servers of new events (NIP-9a), and which.
///
/// @param enabled whether push subscriptions are taken at all
/// @param perAuthor how many one author may have
/// @param callbacks servers that it tells wherever they are, as by `http://127.0.0.1:7780`
/// @param localCallbacks whether it tells any in its own network, on any port and without TLS
/// @param proxy a SOCKS5 proxy by which it goes to all that are not in its own network
public record Pushing(
        boolean enabled, int perAuthor, List<URI> callbacks, boolean localCallbacks, Optional<URI> proxy) {
    public static final Pushing DEFAULT = new Pushing(true, 20, List.of(), false, Optional.empty());

    /// What can't be meant is refused by its name.
    public Pushing {
        if (perAuthor < 1) throw new IllegalArgumentException("perAuthor: a whole number, at least 1");
        if (callbacks.stream().anyMatch(address -> !isOf(address, "https?"))) {
            throw new IllegalArgumentException("callbacks: addresses that begin with https:// or http://");
        }
        proxy.filter(address -> !isOf(address, "socks5") || address.getPort() < 0)
                .ifPresent(_ -> {
                    throw new IllegalArgumentException("proxy: an address such as socks5://127.0.0.1:9050");
                });
        callbacks = List.copyOf(callbacks);
    }

    private static boolean isOf(URI address, String scheme) {
        return address.getHost() != null && String.valueOf(address.getScheme()).matches(scheme);
    }

    /// Where it posts to.
    public Bounds bounds() {
        return new Bounds(localCallbacks, callbacks, proxy, Optional.empty());
    }
}
