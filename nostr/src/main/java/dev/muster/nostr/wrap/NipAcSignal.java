package dev.muster.nostr.wrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.json.JsonReader;
import dev.muster.nostr.wrap.CallSignal.Answer;
import dev.muster.nostr.wrap.CallSignal.Candidate;
import dev.muster.nostr.wrap.CallSignal.Context;
import dev.muster.nostr.wrap.CallSignal.Hangup;
import dev.muster.nostr.wrap.CallSignal.Media;
import dev.muster.nostr.wrap.CallSignal.Offer;
import dev.muster.nostr.wrap.CallSignal.Reject;
import dev.muster.nostr.wrap.CallSignal.Renegotiate;
import java.time.Instant;

/// Reads the calls of NIP-AC: kinds 25050-25055, with `p` and `call-id`, and `call-type` in an offer.
///
/// `alt` must be there too, for people who see the event without knowing its kind. We don't, so nobody's call
/// is lost for want of it.
final class NipAcSignal {
    private NipAcSignal() {}

    static CallSignal of(Rumor rumor) {
        var callId = new CallId(tag(rumor, "call-id"));
        for (String member : rumor.tags().values("p")) PublicKey.parse(member);
        tag(rumor, "p");
        String content = rumor.content();
        return switch (rumor.kind()) {
            case Kind.CALL_OFFER -> offer(callId, rumor);
            case Kind.CALL_ANSWER -> new Answer(callId, new Sdp(content));
            case Kind.CALL_ICE_CANDIDATE -> new Candidate(callId, candidate(content));
            case Kind.CALL_HANGUP -> new Hangup(callId, content);
            case Kind.CALL_REJECT -> new Reject(callId, content);
            case Kind.CALL_RENEGOTIATE -> new Renegotiate(callId, new Sdp(content));
            default -> throw new IllegalArgumentException("kind " + rumor.kind() + " is not a call of NIP-AC");
        };
    }

    private static Offer offer(CallId callId, Rumor rumor) {
        var madeAt = Instant.ofEpochSecond(rumor.createdAt());
        var media = Media.of(tag(rumor, "call-type"));
        return new Offer(callId, media, new Sdp(rumor.content()), madeAt, Context.NONE);
    }

    private static IceCandidate candidate(String content) {
        var reader = new JsonReader(content.getBytes(UTF_8));
        IceCandidate candidate = IceCandidate.read(reader);
        reader.end();
        return candidate;
    }

    private static String tag(Rumor rumor, String name) {
        return rumor.tags()
                .value(name)
                .orElseThrow(() -> new IllegalArgumentException("expected a tag " + name + " in a call"));
    }
}
