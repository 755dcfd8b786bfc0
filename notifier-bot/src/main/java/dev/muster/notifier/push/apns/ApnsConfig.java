package dev.muster.notifier.push.apns;

import dev.muster.kit.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The section `[notifier.push.apns]` of `muster.toml`: how iPhones are reached.
///
/// @param key the file with a key for pushes (`AuthKey_….p8`), which serves all apps of its team
/// @param keyId the ten characters that Apple calls that key by
/// @param teamId the ten characters that Apple calls the team by
/// @param certificates files with certificates and their keys: `.p12`, or PEM in one file or two
/// @param certificatePassword what those files are locked with, if they are
/// @param productionServer host and port of Apple's server for released apps
/// @param sandboxServer that for apps under development
/// @param proxy an HTTP or SOCKS5 proxy by which Apple is reached
/// @param ca the only authority that may vouch for the servers, instead of those that Java knows
/// @param patience how long an answer is waited for
public record ApnsConfig(
        Optional<Path> key,
        String keyId,
        String teamId,
        List<Path> certificates,
        @Secret String certificatePassword,
        String productionServer,
        String sandboxServer,
        @Secret Optional<URI> proxy,
        Optional<Path> ca,
        Duration patience) {
    public static final ApnsConfig DEFAULT = new ApnsConfig(
            Optional.empty(),
            "",
            "",
            List.of(),
            "",
            "api.push.apple.com:443",
            "api.sandbox.push.apple.com:443",
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(3));

    public ApnsConfig {
        certificates = List.copyOf(certificates);
        if (key.isPresent()) {
            if (!keyId.matches("[A-Z0-9]{10}"))
                throw new IllegalArgumentException("keyId: the ten capitals and digits that Apple calls the key by");
            if (!teamId.matches("[A-Z0-9]{10}"))
                throw new IllegalArgumentException("teamId: the ten capitals and digits that Apple calls the team by");
        }
        if (!Server.isOne(productionServer))
            throw new IllegalArgumentException("productionServer: host and port, such as api.push.apple.com:443");
        if (!Server.isOne(sandboxServer))
            throw new IllegalArgumentException("sandboxServer: host and port, such as api.sandbox.push.apple.com:443");
        proxy.filter(at -> !String.valueOf(at.getScheme()).matches("http|socks5") || at.getPort() < 0)
                .ifPresent(_ -> {
                    throw new IllegalArgumentException(
                            "proxy: an address such as http://proxy.example.org:3128 or socks5://127.0.0.1:9050");
                });
        if (!patience.isPositive()) throw new IllegalArgumentException("patience: more than nothing, such as 3 s");
    }

    /// Whether anything is set that Apple could be shown.
    public boolean isConfigured() {
        return key.isPresent() || !certificates.isEmpty();
    }
}
