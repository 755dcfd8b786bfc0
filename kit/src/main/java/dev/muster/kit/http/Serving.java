package dev.muster.kit.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How requests are taken.
///
/// @param tls certificate and key, for HTTPS
/// @param bodyBytes the longest body that is read
/// @param patience how long a request may take to arrive, and how long a connection may be idle
/// @param grace how long [HttpServer#close] lets requests finish
/// @param connections how many may be open at once
public record Serving(Optional<Tls> tls, int bodyBytes, Duration patience, Duration grace, int connections) {
    public static final Serving DEFAULT =
            new Serving(Optional.empty(), 1 << 20, Duration.ofSeconds(30), Duration.ofSeconds(10), 1_000);

    /// Two files in PEM format.
    public record Tls(Path certificate, Path key) {}
}
