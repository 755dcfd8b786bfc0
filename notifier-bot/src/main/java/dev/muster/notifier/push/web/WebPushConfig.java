package dev.muster.notifier.push.web;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The section `[notifier.push.web]` of `muster.toml`.
///
/// @param vapid the file with the keys that devices know us by, the newest first
/// @param subject how whoever runs a push service reaches us: `mailto:` or an https address; none: no pushes to
///                browsers
/// @param localEndpoints whether it also pushes to addresses in its own network, to any port, and without TLS
/// @param patience how long a push may take
public record WebPushConfig(Path vapid, Optional<String> subject, boolean localEndpoints, Duration patience) {
    public static final WebPushConfig DEFAULT =
            new WebPushConfig(Path.of("keys/vapid.key"), Optional.empty(), false, Duration.ofSeconds(5));

    public WebPushConfig {
        subject.filter(text -> !isReachable(text)).ifPresent(_ -> {
            throw new IllegalArgumentException("subject: such as mailto:admin@example.org or https://example.org");
        });
        if (!patience.isPositive()) throw new IllegalArgumentException("patience: longer than nothing");
    }

    /// Apple's service refuses everything of a sender who names a host such as localhost.
    private static boolean isReachable(String subject) {
        return subject.matches("mailto:[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+")
                || (subject.matches("https://[^\\s/]+\\.[^\\s/]+(/\\S*)?")
                        && URI.create(subject).getHost() != null);
    }

    /// The same, with this subject if it has none.
    public WebPushConfig at(Optional<URI> publicUrl) {
        Optional<String> ours = subject.or(() -> publicUrl.map(URI::toString).filter(WebPushConfig::isReachable));
        return new WebPushConfig(vapid, ours, localEndpoints, patience);
    }
}
