package dev.muster.sip.api;

import dev.muster.kit.http.Request;
import dev.muster.kit.number.Numbers;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.number.Reading;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.nip19.UserInput;
import dev.muster.sip.sdp.Sdp;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a request says. What is wrong with it is said as what was expected.
final class Asked {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode json;

    private Asked(JsonNode json) {
        this.json = json;
    }

    /// @throws IllegalArgumentException if it isn't a JSON object
    static Asked of(Request request) {
        try {
            JsonNode json = JSON.readTree(request.body());
            if (json.isObject()) return new Asked(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a JSON object", e);
        }
        throw new IllegalArgumentException("a JSON object");
    }

    /// @throws IllegalArgumentException if it is missing
    String text(String name) {
        return optional(name).orElseThrow(() -> new IllegalArgumentException(name + " in the JSON object"));
    }

    Optional<String> optional(String name) {
        return Optional.of(json.path(name))
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .filter(text -> !text.isBlank());
    }

    boolean isSet(String name) {
        return json.path(name).asBoolean(false);
    }

    /// @throws IllegalArgumentException if it is no number that can be called
    PhoneNumber number(String name, String region) {
        return switch (Numbers.callable(text(name), region)) {
            case Reading.Good good -> good.number();
            case Reading.Refused refused ->
                throw new IllegalArgumentException("a number in " + name + " that can be called: " + refused.text());
        };
    }

    /// @throws IllegalArgumentException if it is none
    Sdp description(String name) {
        return Sdp.parse(text(name))
                .orElseThrow(() -> new IllegalArgumentException("a session description (SDP) in " + name));
    }

    /// @throws IllegalArgumentException if it is none
    Optional<PublicKey> person(String name) {
        try {
            return optional(name).map(UserInput::publicKey);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("64 hex digits or an npub in " + name, e);
        }
    }

    /// Nothing of what it says.
    @Override
    public String toString() {
        return "asked";
    }
}
