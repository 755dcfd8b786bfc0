package dev.muster.nostr.event;

import dev.muster.nostr.crypto.PublicKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
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
        if (!answer.tags().value("relay").map(url -> RelayUrl.means(url, relay)).orElse(false)) {
            return Optional.of("the relay tag is not " + relay);
        }
        return answer.flaw();
    }
}
