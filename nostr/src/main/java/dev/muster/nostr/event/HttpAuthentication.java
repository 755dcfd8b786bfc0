package dev.muster.nostr.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.muster.nostr.crypto.Hex;
import dev.muster.nostr.crypto.PublicKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// The event by which somebody signs an HTTP request (NIP-98).
public final class HttpAuthentication {
    /// How far its time may be from ours.
    public static final Duration TOLERANCE = Duration.ofMinutes(1);

    private static final String SCHEME = "Nostr ";

    private HttpAuthentication() {}

    /// What to sign to make this request.
    public static Rumor request(PublicKey who, String method, URI url, byte[] body, Instant now) {
        var tags = Tags.of(Tag.of("u", url.toString()), Tag.of("method", method));
        if (body.length > 0) tags = tags.with("payload", Hex.of(Sha256.of(body)));
        return new Rumor(who, now.getEpochSecond(), Kind.HTTP_AUTHENTICATION, tags, "");
    }

    /// The `Authorization` header that carries the signed event.
    public static String header(Event signed) {
        return SCHEME + Base64.getEncoder().encodeToString(signed.json());
    }

    /// Reads the event out of an `Authorization` header.
    ///
    /// @throws IllegalArgumentException saying what is wrong with it
    public static Event parse(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new IllegalArgumentException("expected the Authorization scheme Nostr");
        }
        String base64 =
                header.substring(SCHEME.length()).trim().replace('-', '+').replace('_', '/');
        byte[] json;
        try {
            json = Base64.getDecoder().decode(base64.getBytes(ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected an event in base64 after the scheme", e);
        }
        return Event.parse(json);
    }

    /// What is wrong with the event that came with this request, if anything is. A body must always be signed
    /// for. That no event is used twice is the caller's to see to.
    public static Optional<String> flaw(Event signed, String method, URI url, byte[] body, Instant now) {
        if (signed.kind() != Kind.HTTP_AUTHENTICATION) {
            return Optional.of("expected kind " + Kind.HTTP_AUTHENTICATION + ", not " + signed.kind());
        }
        if (Math.abs(now.getEpochSecond() - signed.createdAt()) > TOLERANCE.toSeconds()) {
            return Optional.of("created_at is more than a minute from now");
        }
        if (!signed.tags().value("u").equals(Optional.of(url.toString()))) {
            return Optional.of("the u tag is not the URL of this request");
        }
        if (!signed.tags().value("method").map(method::equalsIgnoreCase).orElse(false)) {
            return Optional.of("the method tag is not " + method);
        }
        Optional<String> payload = signed.tags().value("payload");
        boolean mustMatch = body.length > 0 || payload.isPresent();
        if (mustMatch && !payload.equals(Optional.of(Hex.of(Sha256.of(body))))) {
            return Optional.of("the payload tag is not the SHA-256 of the body");
        }
        return signed.flaw();
    }
}
