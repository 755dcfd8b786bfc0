package dev.muster.nostr.client;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.ClientAuthentication;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.message.RelayMessage.Ok;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who we have told the relay that we are, on one connection (NIP-42).
///
/// All keys answer the challenge together; it is a round, over when the relay has said OK, or not, to each.
final class Authentication {
    private final Identity identity;
    private final URI relay;
    private final Set<EventId> unanswered = new HashSet<>();
    private @Nullable String challenge;
    private boolean accepted;

    /// Who we may say that we are, and what it takes to sign that.
    ///
    /// @param eager whether to answer every challenge, not only when the relay insists
    record Identity(List<SecretKey> keys, boolean eager, InstantSource clock, SecureRandom random) {
        Identity {
            keys = List.copyOf(keys);
        }

        boolean isKnown() {
            return !keys.isEmpty();
        }
    }

    Authentication(Identity identity, URI relay) {
        this.identity = identity;
        this.relay = relay;
    }

    /// Whether we have a name to give at all.
    boolean isPossible() {
        return identity.isKnown();
    }

    void challenged(String challenge) {
        this.challenge = challenge;
    }

    boolean isChallenged() {
        return challenge != null;
    }

    boolean canBegin() {
        return isChallenged() && unanswered.isEmpty() && identity.isKnown();
    }

    /// Begins a round: what to send.
    List<Event> answers() {
        String current = challenge;
        if (current == null) throw new IllegalStateException("there is no challenge yet");
        var answers = new ArrayList<Event>();
        for (SecretKey key : identity.keys()) {
            var answer = ClientAuthentication.answer(
                    key.publicKey(), relay, current, identity.clock().instant());
            Event signed = answer.sign(key, identity.random());
            unanswered.add(signed.id());
            answers.add(signed);
        }
        return answers;
    }

    /// Whether this was about one of our answers.
    boolean take(Ok ok) {
        if (!unanswered.remove(ok.id())) return false;
        accepted |= ok.accepted();
        return true;
    }

    boolean isRoundOver() {
        return unanswered.isEmpty();
    }

    /// The relay has not said anything for too long.
    void giveUpRound() {
        unanswered.clear();
    }

    /// Whether the relay has taken at least one of our keys.
    boolean isAccepted() {
        return accepted;
    }
}
