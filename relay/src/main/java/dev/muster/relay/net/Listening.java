package dev.muster.relay.net;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where and how connections are taken.
///
/// @param listen host and port
/// @param publicUrl what clients call this relay by, if that isn't where it listens: NIP-42 and NIP-62 compare with it
/// @param certificate a PEM file with the chain, read again when it changes; with `key` it turns TLS on
/// @param key a PEM file with the private key
/// @param proxies addresses or networks (CIDR) whose `X-Forwarded-For` is believed
/// @param connections how many may be open at once
/// @param connectionsPerAddress how many of one address; zero for any number
/// @param connectsPerSecond how many new ones of one address in the long run; zero for any number
/// @param connectBurst how many at once
/// @param pendingBytes how much may wait for a slow reader before it is cut off
/// @param ping how long a silent connection waits for a ping; after a second such time without an answer it is closed
/// @param threads how many threads serve connections; zero for one a core
public record Listening(
        String listen,
        Optional<URI> publicUrl,
        Optional<Path> certificate,
        Optional<Path> key,
        List<String> proxies,
        int connections,
        int connectionsPerAddress,
        int connectsPerSecond,
        int connectBurst,
        int pendingBytes,
        Duration ping,
        int threads) {
    public static final Listening DEFAULT = new Listening(
            "127.0.0.1:7777",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            20_000,
            2_000,
            50,
            500,
            16 << 20,
            Duration.ofMinutes(1),
            0);

    /// What can't be meant is refused by its name.
    public Listening {
        publicUrl.map(URI::getScheme).filter(scheme -> !scheme.matches("wss?")).ifPresent(_ -> {
            throw new IllegalArgumentException("publicUrl: an address that begins with wss:// or ws://");
        });
        atLeast(0, "connections", connections);
        atLeast(0, "connectionsPerAddress", connectionsPerAddress);
        atLeast(0, "connectsPerSecond", connectsPerSecond);
        atLeast(0, "connectBurst", connectBurst);
        atLeast(1, "pendingBytes", pendingBytes);
        if (!ping.isPositive()) throw new IllegalArgumentException("ping: a time span that is not 0");
        atLeast(0, "threads", threads);
    }

    private static void atLeast(int least, String name, int value) {
        if (value < least) throw new IllegalArgumentException(name + ": a whole number, at least " + least);
    }

    /// What clients call this relay by.
    public URI url() {
        return publicUrl.orElseGet(() -> URI.create((certificate.isPresent() ? "wss://" : "ws://") + listen));
    }
}
