package dev.muster.nostr.wrap;

import static dev.muster.nostr.wrap.Field.once;
import static dev.muster.nostr.wrap.Field.required;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.json.JsonReader;
import dev.muster.nostr.json.MalformedJson;
import dev.muster.nostr.wrap.CallSignal.Answer;
import dev.muster.nostr.wrap.CallSignal.Candidate;
import dev.muster.nostr.wrap.CallSignal.Capability;
import dev.muster.nostr.wrap.CallSignal.Context;
import dev.muster.nostr.wrap.CallSignal.Hangup;
import dev.muster.nostr.wrap.CallSignal.Media;
import dev.muster.nostr.wrap.CallSignal.Offer;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the calls of BuildIt: a JSON object that is an offer, an answer, a candidate or a hangup by the fields
/// it has. Unknown fields are passed over; a known one of the wrong type, or null, is refused.
final class BuildItSignal {
    private static final Pattern VERSION = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+");
    /// `media_failure` is in BuildIt's specification, though not in the schema of its web client.
    private static final Set<String> REASONS = Set.of(
            "completed", "rejected", "busy", "no_answer", "network_failure", "cancelled", "timeout", "media_failure");

    private @Nullable String version;
    private @Nullable String callId;
    private @Nullable String callType;
    private @Nullable String sdp;
    private @Nullable Long timestamp;
    private @Nullable String reason;
    private @Nullable IceCandidate candidate;
    private @Nullable String groupId;
    private @Nullable String roomId;
    private @Nullable String hotlineId;
    private @Nullable Boolean reconnect;
    private @Nullable Boolean renegotiation;
    private @Nullable Set<Capability> capabilities;

    private BuildItSignal() {}

    static CallSignal parse(String json) {
        var reader = new JsonReader(json.getBytes(UTF_8));
        var fields = new BuildItSignal();
        reader.openObject();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) fields.take(name, reader);
        reader.end();
        return fields.signal();
    }

    private void take(String name, JsonReader reader) {
        switch (name) {
            case "_v" -> version = once(version, reader).string();
            case "callId" -> callId = once(callId, reader).string();
            case "callType" -> callType = once(callType, reader).string();
            case "sdp" -> sdp = once(sdp, reader).string();
            case "timestamp" -> timestamp = once(timestamp, reader).integer(Event.MAX_TIME);
            case "reason" -> reason = once(reason, reader).string();
            case "candidate" -> candidate = IceCandidate.read(once(candidate, reader));
            case "groupId" -> groupId = once(groupId, reader).string();
            case "roomId" -> roomId = once(roomId, reader).string();
            case "hotlineId" -> hotlineId = once(hotlineId, reader).string();
            case "isReconnect" -> reconnect = once(reconnect, reader).bool();
            case "isRenegotiation" ->
                renegotiation = once(renegotiation, reader).bool();
            case "capabilities" -> capabilities = readCapabilities(once(capabilities, reader));
            default -> reader.skip();
        }
    }

    private static Set<Capability> readCapabilities(JsonReader reader) {
        var capabilities = EnumSet.noneOf(Capability.class);
        reader.openObject();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            Capability capability = capability(name);
            if (capability == null) reader.skip();
            else if (reader.bool()) capabilities.add(capability);
        }
        return capabilities;
    }

    private static @Nullable Capability capability(String name) {
        return switch (name) {
            case "video" -> Capability.VIDEO;
            case "screenShare" -> Capability.SCREEN_SHARE;
            case "e2ee" -> Capability.E2EE;
            case "insertableStreams" -> Capability.INSERTABLE_STREAMS;
            default -> null;
        };
    }

    private CallSignal signal() {
        if (!VERSION.matcher(required(version, "_v")).matches())
            throw new MalformedJson("expected a version like 1.0.0 in \"_v\"");
        var id = new CallId(required(callId, "callId"));
        if (Stream.of(sdp, candidate, reason).filter(Objects::nonNull).count() != 1)
            throw new MalformedJson("expected one of \"sdp\", \"candidate\" and \"reason\"");
        if (candidate != null) return new Candidate(id, candidate);
        if (reason != null) return hangup(id, reason);
        return described(id, new Sdp(required(sdp, "sdp")));
    }

    private static Hangup hangup(CallId id, String reason) {
        if (!REASONS.contains(reason)) throw new MalformedJson("expected a known \"reason\"");
        return new Hangup(id, reason);
    }

    private CallSignal described(CallId id, Sdp sdp) {
        var madeAt = Instant.ofEpochMilli(required(timestamp, "timestamp"));
        if (callType == null) return new Answer(id, sdp);
        var context = new Context(
                Optional.ofNullable(groupId),
                Optional.ofNullable(roomId),
                Optional.ofNullable(hotlineId),
                Boolean.TRUE.equals(reconnect),
                Boolean.TRUE.equals(renegotiation),
                capabilities == null ? Set.of() : capabilities);
        return new Offer(id, Media.of(callType), sdp, madeAt, context);
    }
}
