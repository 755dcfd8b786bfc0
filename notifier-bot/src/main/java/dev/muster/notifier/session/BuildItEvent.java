package dev.muster.notifier.session;

import dev.muster.nostr.crypto.PublicKey;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// What BuildIt writes into the content of an event, or of an invitation to one: a JSON object. Of anything else it is
/// empty.
record BuildItEvent(JsonNode content) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What BuildIt itself takes where nothing is said.
    private static final Duration USUAL_AUTO_START = Duration.ofMinutes(15);

    private static final long LONGEST_AUTO_START = 60;

    static BuildItEvent of(String content) {
        if (!content.startsWith("{")) return new BuildItEvent(MissingNode.getInstance());
        try {
            return new BuildItEvent(JSON.readTree(content));
        } catch (JacksonException plainText) {
            return new BuildItEvent(MissingNode.getInstance());
        }
    }

    boolean isThere() {
        return content.isObject();
    }

    Optional<String> text(String name) {
        return text(content, name);
    }

    private static Optional<String> text(JsonNode object, String name) {
        return Optional.of(object.path(name).asString("")).filter(text -> !text.isBlank());
    }

    Stream<PublicKey> coHosts() {
        return content.path("coHosts").valueStream().flatMap(host -> Reader.key(host.asString("")));
    }

    Optional<Integer> capacity() {
        return Stream.of(virtual().path("maxVirtualAttendees"), content.path("maxAttendees"))
                .filter(most -> most.canConvertToInt() && most.asInt() > 0)
                .map(JsonNode::asInt)
                .findFirst();
    }

    /// A hybrid event opens its room by itself.
    Optional<Duration> autoStart() {
        if (!virtual().path("enabled").asBoolean(false)) return Optional.empty();
        JsonNode minutes = virtual().path("autoStartMinutes");
        if (!minutes.isIntegralNumber()) return Optional.of(USUAL_AUTO_START);
        return Optional.of(Duration.ofMinutes(Math.clamp(minutes.asLong(), 0, LONGEST_AUTO_START)));
    }

    /// Its room: named as a whole, or by an id in the room service of this group.
    Optional<String> room(String template) {
        Optional<String> byId = text(virtual(), "conferenceRoomId")
                .filter(id -> template.contains("{room}") && id.matches("[\\w.-]{1,100}"))
                .map(id -> template.replace("{room}", id));
        return text("virtualUrl").or(() -> byId).filter(Reader::isRoom);
    }

    private JsonNode virtual() {
        return content.path("virtualConfig");
    }
}
