package dev.muster.nostr.wrap;

import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What one side of a call tells the other to begin it, to keep it going or to end it: the same in both
/// dialects.
///
/// BuildIt (243xx) puts it as JSON into the content. Since its clients don't agree about the numbers, it is
/// told by the fields that it has. NIP-AC (25050-25055) has a kind for each, and tags.
public sealed interface CallSignal {
    CallId callId();

    /// Somebody calls.
    record Offer(CallId callId, Media media, Sdp sdp, Instant madeAt, Context context) implements CallSignal {}

    record Answer(CallId callId, Sdp sdp) implements CallSignal {}

    record Candidate(CallId callId, IceCandidate candidate) implements CallSignal {}

    /// Somebody ends the call, or calls no more.
    ///
    /// @param reason BuildIt: one of a fixed list; NIP-AC: any words, or none
    record Hangup(CallId callId, String reason) implements CallSignal {}

    /// Somebody doesn't take the call.
    ///
    /// @param reason any words, or none; `busy` says that another call is going on
    record Reject(CallId callId, String reason) implements CallSignal {}

    /// A new offer within a call that goes on.
    record Renegotiate(CallId callId, Sdp sdp) implements CallSignal {}

    enum Media {
        VOICE,
        VIDEO;

        static Media of(String callType) {
            return switch (callType) {
                case "voice" -> VOICE;
                case "video" -> VIDEO;
                default -> throw new IllegalArgumentException("expected voice or video as the type of a call");
            };
        }
    }

    /// What else BuildIt says with an offer.
    ///
    /// @param capabilities those that the caller says it has
    record Context(
            Optional<String> groupId,
            Optional<String> roomId,
            Optional<String> hotlineId,
            boolean reconnect,
            boolean renegotiation,
            Set<Capability> capabilities) {
        static final Context NONE =
                new Context(Optional.empty(), Optional.empty(), Optional.empty(), false, false, Set.of());

        public Context {
            capabilities = Set.copyOf(capabilities);
        }
    }

    enum Capability {
        VIDEO,
        SCREEN_SHARE,
        E2EE,
        INSERTABLE_STREAMS
    }

    /// Reads the signal from what was opened: a rumor, or a signed call without its signature
    /// ([dev.muster.nostr.event.Event#unsigned]).
    ///
    /// @throws IllegalArgumentException if it is none, saying what is missing or wrong
    static CallSignal of(Rumor rumor) {
        if (Kind.isCall(rumor.kind())) return NipAcSignal.of(rumor);
        if (Kind.isBuildItCall(rumor.kind())) return BuildItSignal.parse(rumor.content());
        throw new IllegalArgumentException("kind " + rumor.kind() + " is not a call");
    }
}
