package dev.muster.nostr.event;

import java.net.URI;
import java.util.Locale;

/// What a relay is called by, in the tags of NIP-42 and NIP-62.
public final class RelayUrl {
    private RelayUrl() {}

    /// Whether a URL that somebody wrote means this relay: same host and port. The path counts only where one
    /// is written, and a slash at its end never.
    public static boolean means(String written, URI relay) {
        URI url;
        try {
            url = URI.create(written);
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
        if (url.getHost() == null || relay.getHost() == null) return false;
        String path = path(url);
        return url.getHost().equalsIgnoreCase(relay.getHost())
                && port(url) == port(relay)
                && (path.isEmpty() || path.equals(path(relay)));
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) return url.getPort();
        return switch (String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT)) {
            case "ws" -> 80;
            case "wss" -> 443;
            default -> -1;
        };
    }

    private static String path(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
