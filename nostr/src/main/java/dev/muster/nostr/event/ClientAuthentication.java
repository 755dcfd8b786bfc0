package dev.muster.nostr.event;

import dev.muster.nostr.crypto.PublicKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// The event by which a client tells a relay who it is (NIP-42).
public final class ClientAuthentication {
    /// How far its time may be from ours.
    public static final Duration TOLERANCE = Duration.ofMinutes(10);

    private ClientAuthentication() {}

    /// What to sign in answer to a relay's challenge.
    public static Rumor answer(PublicKey who, URI relay, String challenge, Instant now) {
        var tags = Tags.of(Tag.of("relay", relay.toString()), Tag.of("challenge", challenge));
        return new Rumor(who, now.getEpochSecond(), Kind.CLIENT_AUTHENTICATION, tags, "");
    }

    /// What is wrong with the answer that a relay at `relay` got to its `challenge`, if anything is.
    public static Optional<String> flaw(Event answer, URI relay, String challenge, Instant now) {
        if (answer.kind() != Kind.CLIENT_AUTHENTICATION) {
            return Optional.of("expected kind " + Kind.CLIENT_AUTHENTICATION + ", not " + answer.kind());
        }
        if (Math.abs(now.getEpochSecond() - answer.createdAt()) > TOLERANCE.toSeconds()) {
            return Optional.of("created_at is more than ten minutes from now");
        }
        if (!answer.tags().value("challenge").equals(Optional.of(challenge))) {
            return Optional.of("the challenge is not the one that this connection was sent");
        }
        if (!answer.tags().value("relay").map(url -> isSameRelay(url, relay)).orElse(false)) {
            return Optional.of("the relay tag is not " + relay);
        }
        return answer.flaw();
    }

    /// Whether a URL that a client wrote means this relay: same host and port. The path counts only where one
    /// is written, and a slash at its end never.
    private static boolean isSameRelay(String written, URI relay) {
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
