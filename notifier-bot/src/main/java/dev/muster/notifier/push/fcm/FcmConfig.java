package dev.muster.notifier.push.fcm;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The section `[notifier.push.fcm]` of `muster.toml`.
///
/// @param serviceAccount the JSON file with the key that Google has issued; none: no pushes through Google
/// @param server where messages are handed in
/// @param tokenServer where access tokens are had, if that isn't where the JSON file says
/// @param ca the certificates, in PEM format, that sign the servers'; none: those that Java trusts
/// @param proxy an HTTP proxy by which both are reached
/// @param patience how long a push may take
public record FcmConfig(
        Optional<Path> serviceAccount,
        URI server,
        Optional<URI> tokenServer,
        Optional<Path> ca,
        Optional<URI> proxy,
        Duration patience) {
    public static final FcmConfig DEFAULT = new FcmConfig(
            Optional.empty(),
            URI.create("https://fcm.googleapis.com"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(5));

    public FcmConfig {
        if (!isSecure(server)) throw new IllegalArgumentException("server: an address that begins with https://");
        tokenServer.filter(at -> !isSecure(at)).ifPresent(_ -> {
            throw new IllegalArgumentException("tokenServer: an address that begins with https://");
        });
        proxy.filter(at -> !"http".equals(at.getScheme()) || at.getPort() < 0).ifPresent(_ -> {
            throw new IllegalArgumentException("proxy: an address such as http://127.0.0.1:3128");
        });
        if (!patience.isPositive()) throw new IllegalArgumentException("patience: longer than nothing");
    }

    private static boolean isSecure(URI address) {
        return "https".equalsIgnoreCase(address.getScheme());
    }
}
