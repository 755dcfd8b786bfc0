package dev.muster.relay.net;

import dev.muster.relay.policy.Limits;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/// What connections are held to right now. Replaced as a whole when the configuration is loaded again.
record Terms(Listening listening, Limits limits, Proxies proxies, String path, Optional<Certificate> certificate) {
    /// @throws IOException if there is a certificate that can't be read
    static Terms of(Listening listening, Limits limits) throws IOException {
        return new Terms(
                listening, limits, Proxies.of(listening.proxies()), path(listening.url()), Certificate.of(listening));
    }

    private static String path(URI publicUrl) {
        return Optional.ofNullable(publicUrl.getRawPath())
                .filter(path -> !path.isEmpty())
                .orElse("/");
    }
}
