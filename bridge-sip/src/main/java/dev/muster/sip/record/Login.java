package dev.muster.sip.record;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.HttpAuthentication;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;

/// How we show who we are to whom recordings are uploaded.
@FunctionalInterface
public interface Login {
    /// The `Authorization` header for this request.
    String header(URI url, byte[] body);

    /// By a token that the other side has given us.
    static Login bearer(String token) {
        return (_, _) -> "Bearer " + token;
    }

    /// By a signature (NIP-98).
    static Login nostr(SecretKey key, SecureRandom random, InstantSource clock) {
        return (url, body) -> HttpAuthentication.header(
                HttpAuthentication.request(key.publicKey(), "POST", url, body, clock.instant())
                        .sign(key, random));
    }
}
