package dev.muster.notifier.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.ConversationKey;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.Nip44;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.notifier.Guide;
import dev.muster.notifier.device.Address;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Environment;
import dev.muster.notifier.device.Platform;
import dev.muster.notifier.device.Style;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the guides for apps say that comes, comes.
@NullMarked
@Timeout(30)
class PayloadGuideTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SecretKey BOT = SecretKey.random(RANDOM);
    private static final SecretKey DEVICE = SecretKey.random(RANDOM);
    private static final PublicKey CALLER = SecretKey.random(RANDOM).publicKey();
    private static final String CALL = "1f0e6a52-9d5c-4c57-8f0c-6d1d8a3b9c11";
    private static final Instant UNTIL = Instant.parse("2026-12-01T18:00:45Z");

    private final Payload payload = new Payload(BOT, new ConversationKeys(10), RANDOM);

    static Stream<Guide> payloads() {
        return Guide.examples().stream().filter(example -> !example.name().equals("register"));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void C9_whatTheGuideShowsIsWhatIsSent(Guide example) {
        List<String> words = List.of(example.name().split(" ", -1));
        Push push = switch (words.getFirst()) {
            case "ring" -> ring(words.contains("shown"));
            case "ring-over" -> new Push.RingOver(CALL, "answered_elsewhere", false, UNTIL);
            case "note" -> new Push.Note(Push.Topic.SESSION, "session/a", Optional.empty(), false, UNTIL);
            default -> throw new AssertionError(example);
        };
        boolean isSealed = words.contains("sealed") || words.contains("opened");
        Style style = words.size() > 2 ? Style.of(words.get(2)).orElseThrow() : Style.CAMEL;
        Platform platform = Platform.of(words.get(1)).orElseThrow();
        JsonNode sent = JSON.readTree(payload.of(push, device(platform, style, isSealed)));
        if (words.contains("opened")) sent = opened(sent);
        assertThat(shortened(sent)).isEqualTo(JSON.readTree(example.json()));
    }

    @Test
    void C9_theGuidesShowEachStyleAndTheSealedOne() {
        assertThat(payloads().map(Guide::name))
                .contains(
                        "ring apns-voip camel",
                        "ring apns-voip snake",
                        "ring apns-voip seed003",
                        "ring apns-voip camel sealed",
                        "ring apns-voip camel opened",
                        "ring fcm camel",
                        "ring webpush camel");
    }

    private static Push.Ring ring(boolean isOpen) {
        return new Push.Ring(
                CALL, Optional.of(CALLER), Optional.of("Ana"), isOpen, false, "kq3v0Zl8Yw2n1uJb5cXe7RdA", UNTIL);
    }

    private static Device device(Platform platform, Style style, boolean isSealed) {
        return new Device(
                new Device.Id(CALLER, "org.example.app", "anas-phone", platform),
                Address.token("00", Environment.PRODUCTION),
                style,
                "",
                isSealed ? Optional.of(DEVICE.publicKey()) : Optional.empty(),
                UNTIL,
                UNTIL);
    }

    private static JsonNode opened(JsonNode sent) {
        String text = Nip44.decrypt(sent.get("e").asString(), ConversationKey.between(DEVICE, BOT.publicKey()));
        assertThat(text.getBytes(UTF_8)).hasSize(1000);
        return JSON.readTree(text);
    }

    /// What differs each time stands in the guides as an ellipsis.
    private static JsonNode shortened(JsonNode sent) {
        JsonNode known = JSON.readTree(sent.toString().replaceAll("npub1[0-9a-z]+", "npub1…"));
        if (known instanceof ObjectNode object && object.has("e")) object.put("e", "…");
        return known;
    }
}
