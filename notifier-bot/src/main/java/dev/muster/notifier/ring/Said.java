package dev.muster.notifier.ring;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.ProofOfWork;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.wrap.CallId;
import dev.muster.nostr.wrap.CallSignal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What somebody says about a call, the same in both dialects.
sealed interface Said {
    JsonMapper JSON = JsonMapper.builder().build();

    /// Nobody calls so many.
    int MOST_CALLEES = 100;

    String callId();

    /// Somebody calls.
    ///
    /// @param work the zero bits that the caller has worked for
    record Offered(
            String callId,
            List<PublicKey> callees,
            Dialect dialect,
            boolean hasVideo,
            Instant madeAt,
            Optional<Instant> expires,
            Optional<String> room,
            int work)
            implements Said {}

    /// Somebody takes it.
    ///
    /// @param device which of their devices, if it says so
    record Answered(String callId, Optional<String> device) implements Said {}

    /// Somebody doesn't.
    record Declined(String callId, boolean isBusy, Optional<String> device) implements Said {}

    /// Somebody calls no more, or hangs up.
    record HungUp(String callId, boolean isBusy, Optional<String> device) implements Said {}

    /// What only the two need to know.
    record Between(String callId) implements Said {}

    /// Reads it.
    ///
    /// @param bot ourselves, whom the caller may name among the callees
    /// @throws IllegalArgumentException if it is no call
    static Said of(Rumor rumor, PublicKey bot) {
        Optional<String> device = rumor.tags().value("device");
        if (isBare(rumor)) return bare(rumor, device);
        return switch (CallSignal.of(rumor)) {
            case CallSignal.Offer offer -> offered(rumor, offer, bot);
            case CallSignal.Answer(var id, var _) -> new Answered(key(id), device);
            case CallSignal.Hangup(var id, var reason) -> new HungUp(key(id), reason.equals("busy"), device);
            case CallSignal.Reject(var id, var reason) -> new Declined(key(id), reason.equals("busy"), device);
            case CallSignal.Candidate(var id, var _) -> new Between(key(id));
            case CallSignal.Renegotiate(var id, var _) -> new Between(key(id));
        };
    }

    /// The same id, written in capitals, is the same call.
    static String key(CallId id) {
        return id.value().toLowerCase(Locale.ROOT);
    }

    private static boolean isBare(Rumor rumor) {
        return rumor.kind() >= Kind.BUILDIT_CALL_REJECT && rumor.kind() <= Kind.BUILDIT_CALL_MUTE;
    }

    /// BuildIt's kinds that say all by being sent; nothing but a call's id has to be in them.
    private static Said bare(Rumor rumor, Optional<String> device) {
        String callId = key(new CallId(json(rumor.content()).path("callId").asString("")));
        return switch (rumor.kind()) {
            case Kind.BUILDIT_CALL_REJECT -> new Declined(callId, false, device);
            case Kind.BUILDIT_CALL_BUSY -> new Declined(callId, true, device);
            default -> new Between(callId);
        };
    }

    private static JsonNode json(String content) {
        try {
            return JSON.readTree(content);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("expected a JSON object as content", e);
        }
    }

    private static Said offered(Rumor rumor, CallSignal.Offer offer, PublicKey bot) {
        String callId = key(offer.callId());
        // Within a call that goes on.
        if (offer.context().reconnect() || offer.context().renegotiation()) return new Between(callId);
        List<PublicKey> callees = rumor.tags().values("p").stream()
                .map(PublicKey::parse)
                .filter(person -> !person.equals(bot) && !person.equals(rumor.author()))
                .distinct()
                .toList();
        if (callees.isEmpty()) throw new IllegalArgumentException("expected whom to ring, in tags p");
        if (callees.size() > MOST_CALLEES)
            throw new IllegalArgumentException("expected no more than " + MOST_CALLEES + " people to ring");
        Optional<Instant> expires = rumor.tags()
                .value("expiration")
                .filter(seconds -> seconds.matches("[0-9]{1,12}"))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
        return new Offered(
                callId,
                callees,
                Kind.isCall(rumor.kind()) ? Dialect.NIP_AC : Dialect.BUILDIT,
                offer.media() == CallSignal.Media.VIDEO,
                Instant.ofEpochSecond(rumor.createdAt()),
                expires,
                rumor.tags().value("r").filter(url -> url.startsWith("https://")),
                work(rumor));
    }

    /// No more than was committed to.
    private static int work(Rumor rumor) {
        return Math.min(ProofOfWork.commitment(rumor.tags()).orElse(0), ProofOfWork.difficulty(rumor.id()));
    }
}
