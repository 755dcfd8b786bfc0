package dev.muster.it;

import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What CallBundle's apps make of a push that rings: its `PushKitHandler` on iOS, field by field, and what an app for
/// Android reads of the data.
record CallBundle(String callId, String callerName, String handle, boolean hasVideo) {
    static CallBundle of(JsonNode payload) {
        return new CallBundle(
                text(payload, "callId").orElseGet(() -> UUID.randomUUID().toString()),
                text(payload, "callerName", "caller_name").orElse("Unknown"),
                text(payload, "handle", "phone").orElse(""),
                truth(payload, "hasVideo", "has_video"));
    }

    /// `as? String`: what is no string is nothing.
    private static Optional<String> text(JsonNode payload, String... names) {
        return Stream.of(names)
                .map(payload::path)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .findFirst();
    }

    /// `as? Bool`: the string "true" is none.
    private static boolean truth(JsonNode payload, String... names) {
        return Stream.of(names)
                .map(payload::path)
                .filter(JsonNode::isBoolean)
                .findFirst()
                .map(JsonNode::booleanValue)
                .orElse(false);
    }

    /// Whether CallKit knows the call by the id that we gave it: of any other text it makes an id that another call
    /// may have as well.
    boolean isKnownByItsId() {
        return UUID.fromString(callId).toString().equals(callId);
    }
}
