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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who we have told the relay that we are, on one connection (NIP-42).
///
/// All keys answer the challenge together; it is a round, over when the relay has said OK, or not, to each.
final class Authentication {
    /// A relay that counts how often it is asked says so.
    private static final String NOT_NOW = "rate-limited:";

    private Identity identity;
    private final URI relay;
    private final Map<EventId, SecretKey> unanswered = new HashMap<>();
    private final List<SecretKey> toldToWait = new ArrayList<>();
    private @Nullable String challenge;
    private boolean begun;
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

        Identity and(SecretKey key) {
            if (keys.contains(key)) return this;
            var more = new ArrayList<>(keys);
            more.add(key);
            return new Identity(more, eager, clock, random);
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

    /// Whether the relay has been told, or is being told, who we are: who comes later has to say so by itself.
    boolean hasBegun() {
        return begun;
    }

    /// Begins a round: what to send. If some were told to wait, it is their turn.
    List<Event> answers() {
        begun = true;
        List<SecretKey> keys = toldToWait.isEmpty() ? identity.keys() : List.copyOf(toldToWait);
        toldToWait.clear();
        return keys.stream().map(this::answer).toList();
    }

    /// What one more key has to say.
    Event join(SecretKey key) {
        knows(key);
        return answer(key);
    }

    /// One more key takes part in whatever round comes first.
    void knows(SecretKey key) {
        identity = identity.and(key);
    }

    private Event answer(SecretKey key) {
        String current = challenge;
        if (current == null) throw new IllegalStateException("there is no challenge yet");
        var answer = ClientAuthentication.answer(
                key.publicKey(), relay, current, identity.clock().instant());
        Event signed = answer.sign(key, identity.random());
        unanswered.put(signed.id(), key);
        return signed;
    }

    /// Whether this was about one of our answers.
    boolean take(Ok ok) {
        SecretKey key = unanswered.remove(ok.id());
        if (key == null) return false;
        accepted |= ok.accepted();
        if (!ok.accepted() && ok.reason().startsWith(NOT_NOW)) toldToWait.add(key);
        return true;
    }

    /// Whether the relay wants to hear some of our answers again, a little later.
    boolean isToldToWait() {
        return !toldToWait.isEmpty();
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
