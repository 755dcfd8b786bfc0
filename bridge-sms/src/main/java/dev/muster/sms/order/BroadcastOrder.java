package dev.muster.sms.order;

import dev.muster.kit.number.Numbers;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.number.Reading;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.wrap.Message;
import dev.muster.sms.broadcast.Order;
import dev.muster.sms.broadcast.Recipient;
import dev.muster.sms.carrier.Card;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a broadcast (kind 24350): BuildIt's object, or a plain text; whom it is for stands in tags.
///
/// ```
/// ["to", "tel:+12025550123", <ref>, <url>, "name=Ana"]     each of them one recipient; all after the first may be left
/// out
/// ["to", <public key>, <ref>, <url>]                       whoever has linked a phone to it
/// ["list", "medics"]                                       everybody on a list of the bridge
/// ["at", <seconds>] ["every", "P7D"] ["expiration", <seconds>] ["priority", "emergency"]
/// ```
///
/// `{"broadcastId":"…","status":"cancelled"}` calls it off, also if it comes before the order does.
record BroadcastOrder(String region, Function<PublicKey, Optional<PhoneNumber>> phones, Instant now) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration OF_USE = Duration.ofDays(1);

    Order read(Message message) {
        Rumor rumor = message.rumor();
        JsonNode content = content(message.text());
        boolean isObject = content.isObject();
        Instant at = at(rumor, content);
        Duration validity = seconds(rumor, "expiration")
                .map(end -> Duration.between(at, end))
                .orElse(OF_USE);
        return new Order(
                isObject
                        ? content.path("broadcastId").asString(message.id().hex())
                        : message.id().hex(),
                Optional.of(rumor.author()),
                isObject
                        ? content.path("title").asString("")
                        : rumor.tags().value("subject").orElse(""),
                isObject ? content.path("content").asString("") : message.text(),
                list(rumor, content),
                rumor.tags().stream()
                        .filter(tag -> tag.isNamed("to"))
                        .map(this::recipient)
                        .toList(),
                isEmergency(rumor, content),
                at,
                validity,
                rumor.tags().value("every").map(Duration::parse),
                card(content));
    }

    /// Which broadcast this calls off instead: BuildIt's object again, with that status.
    static Optional<String> calledOff(Message message) {
        JsonNode content = content(message.text());
        return content.path("status").asString("").equals("cancelled")
                ? Optional.of(content.path("broadcastId").asString("")).filter(id -> !id.isEmpty())
                : Optional.empty();
    }

    private static JsonNode content(String text) {
        if (!text.startsWith("{")) return JSON.nullNode();
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            // A text may begin with a gap: {{name}}.
            return JSON.nullNode();
        }
    }

    /// In the fields that BuildIt's apps hand in cards with.
    private static Optional<Card> card(JsonNode content) {
        String title = content.path("cardTitle").asString("");
        String description = content.path("cardDescription").asString("");
        Optional<URI> picture = address(content, "imageURL");
        Optional<URI> action = address(content, "actionURL");
        boolean isCard = !title.isEmpty() || !description.isEmpty() || picture.isPresent() || action.isPresent();
        return isCard ? Optional.of(new Card(title, description, picture, action)) : Optional.empty();
    }

    private static Optional<URI> address(JsonNode content, String name) {
        String text = content.path(name).asString("");
        if (text.isEmpty()) return Optional.empty();
        URI address = URI.create(text);
        if (!"https".equals(address.getScheme()))
            throw new IllegalArgumentException(name + ": an address that begins with https://");
        return Optional.of(address);
    }

    private Instant at(Rumor rumor, JsonNode content) {
        long scheduled = content.path("scheduledAt").asLong(0);
        return scheduled > 0
                ? Instant.ofEpochMilli(scheduled)
                : seconds(rumor, "at").orElse(now);
    }

    private static Optional<Instant> seconds(Rumor rumor, String name) {
        return rumor.tags().value(name).map(text -> {
            if (!text.matches("[0-9]{1,12}")) throw new IllegalArgumentException(name + ": seconds since 1970");
            return Instant.ofEpochSecond(Long.parseLong(text));
        });
    }

    /// BuildIt has written it with a hyphen and with an underscore.
    private static Optional<String> list(Rumor rumor, JsonNode content) {
        Optional<String> named = rumor.tags().value("list");
        boolean isByList =
                content.path("targetType").asString("").replace('-', '_').equals("contact_list");
        if (named.isPresent() || !isByList) return named;
        List<String> lists = new ArrayList<>();
        content.path("targetIds").forEach(id -> lists.add(id.asString("")));
        if (lists.size() > 1) throw new IllegalArgumentException("one list; send a broadcast for each of them");
        return lists.stream().findFirst();
    }

    private static boolean isEmergency(Rumor rumor, JsonNode content) {
        return rumor.tags().value("priority").filter("emergency"::equals).isPresent()
                || content.path("priority").asString("").equals("emergency")
                || content.path("targetType").asString("").equals("emergency");
    }

    private Recipient recipient(Tag tag) {
        String whom = tag.value();
        String ref = tag.elements().size() > 2 ? tag.at(2) : "";
        Optional<URI> link =
                tag.elements().size() > 3 && !tag.at(3).isEmpty() ? Optional.of(link(tag.at(3))) : Optional.empty();
        Map<String, String> values = new HashMap<>();
        for (int i = 4; i < tag.elements().size(); i++) {
            int equals = tag.at(i).indexOf('=');
            if (equals > 0) values.put(tag.at(i).substring(0, equals), tag.at(i).substring(equals + 1));
        }
        if (whom.matches("[0-9a-f]{64}")) {
            Optional<PhoneNumber> number = phones.apply(PublicKey.parse(whom));
            return new Recipient(number, number.isPresent() ? "" : "no_number", ref, link, values);
        }
        return switch (Numbers.read(whom, region)) {
            case Reading.Good(var number) -> new Recipient(Optional.of(number), "", ref, link, values);
            case Reading.Refused(var reason, var _) -> new Recipient(Optional.empty(), reason, ref, link, values);
        };
    }

    private static URI link(String text) {
        URI link = URI.create(text);
        if (!"https".equals(link.getScheme()) && !"http".equals(link.getScheme())) {
            throw new IllegalArgumentException("to: a link that begins with https://");
        }
        return link;
    }
}
