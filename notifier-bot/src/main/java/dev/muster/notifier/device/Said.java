package dev.muster.notifier.device;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What somebody says about their devices, read.
///
/// Readers throw an [IllegalArgumentException] that says what was expected: people are shown it.
sealed interface Said {
    JsonMapper JSON = JsonMapper.builder().build();

    /// As long as a device is remembered that doesn't say how long.
    Duration VALIDITY = Duration.ofDays(90);

    int LONGEST_TOKEN = 4096;
    int LONGEST_NAME = 128;
    int MOST_PEOPLE = 5000;

    /// Who wants texts instead, and doesn't say after how long, is given that long to look.
    Duration TEXTED_AFTER = Duration.ofMinutes(2);

    int MOST_PATIENCE_SECONDS = 86_400;

    /// A device is to be woken.
    record Registered(Device device) implements Said {}

    /// It isn't any more.
    ///
    /// @param app if empty, whatever app it was for
    record Removed(String device, Optional<String> app) implements Said {}

    record Preferred(Preferences preferences) implements Said {}

    static Said of(Rumor rumor, Instant now) {
        JsonNode json = json(rumor.content());
        Tags tags = rumor.tags();
        if (expiration(tags).filter(until -> !until.isAfter(now)).isPresent())
            throw new IllegalArgumentException("this has expired already");
        return switch (rumor.kind()) {
            case Kind.PUSH_REGISTRATION -> new Registered(device(json, tags, rumor.author(), now));
            case Kind.PUSH_REMOVAL -> new Removed(text(json, "device"), app(json, tags));
            case Kind.PUSH_PREFERENCES -> new Preferred(preferences(json));
            default -> throw new IllegalArgumentException("kind " + rumor.kind() + " is not about devices");
        };
    }

    /// The device in a registration.
    static Device registration(Tags tags, String content, PublicKey author, Instant now) {
        return device(json(content), tags, author, now);
    }

    private static JsonNode json(String content) {
        try {
            JsonNode json = JSON.readTree(content);
            if (json.isObject()) return json;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("expected a JSON object as content", e);
        }
        throw new IllegalArgumentException("expected a JSON object as content");
    }

    private static Device device(JsonNode json, Tags tags, PublicKey owner, Instant now) {
        String word = text(json, "platform");
        Platform platform = Platform.of(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected apns-voip, apns, fcm, webpush or unifiedpush as \"platform\""));
        String app = app(json, tags)
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected the app's name, in a tag \"app\" or in" + " \"app\": for Apple the bundle id"));
        var id = new Device.Id(
                owner, name(withoutSuffix(app, platform), "app"), name(text(json, "device"), "device"), platform);
        Instant latest = now.plus(VALIDITY);
        Instant until = expiration(json, tags).filter(latest::isAfter).orElse(latest);
        if (!until.isAfter(now)) throw new IllegalArgumentException("this registration has expired already");
        return new Device(
                id,
                address(json, platform),
                optional(json, "style").map(Said::style).orElse(Style.CAMEL),
                optional(json, "label").map(label -> name(label, "label")).orElse(""),
                optional(json, "enc").map(PublicKey::parse),
                now,
                until);
    }

    /// A topic of Apple's that rings ends so, and the app's name doesn't.
    private static String withoutSuffix(String app, Platform platform) {
        return platform.isApple() && app.endsWith(".voip") ? app.substring(0, app.length() - 5) : app;
    }

    private static Optional<String> app(JsonNode json, Tags tags) {
        return tags.value("app").or(() -> optional(json, "app"));
    }

    private static Optional<Instant> expiration(JsonNode json, Tags tags) {
        return expiration(tags)
                .or(() -> Optional.ofNullable(json.get("expiration"))
                        .filter(JsonNode::isIntegralNumber)
                        .map(JsonNode::longValue)
                        .map(Instant::ofEpochSecond));
    }

    private static Optional<Instant> expiration(Tags tags) {
        return tags.value("expiration")
                .filter(seconds -> seconds.matches("[0-9]{1,12}"))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
    }

    private static Address address(JsonNode json, Platform platform) {
        return switch (platform) {
            case APNS_VOIP, APNS -> Address.token(appleToken(text(json, "token")), environment(json));
            case FCM -> Address.token(bounded(text(json, "token"), LONGEST_TOKEN, "token"), Environment.PRODUCTION);
            case WEBPUSH -> web(json, true);
            case UNIFIEDPUSH -> web(json, false);
        };
    }

    private static String appleToken(String token) {
        if (token.length() <= 400 && token.matches("([0-9a-fA-F]{2}){16,}")) return token.toLowerCase(Locale.ROOT);
        throw new IllegalArgumentException("expected Apple's device token in hex as \"token\"");
    }

    private static Environment environment(JsonNode json) {
        return optional(json, "env")
                .map(word -> Environment.of(word)
                        .orElseThrow(() -> new IllegalArgumentException("expected production or sandbox as \"env\"")))
                .orElse(Environment.PRODUCTION);
    }

    /// As browsers write a subscription, under `webpush` or beside the rest; a distributor's may be a bare URL.
    private static Address web(JsonNode json, boolean mustHaveKeys) {
        JsonNode subscription = json.has("webpush") ? json.get("webpush") : json;
        String endpoint = optional(subscription, "endpoint")
                .or(() -> optional(json, "token"))
                .orElseThrow(() -> new IllegalArgumentException("expected the subscription's \"endpoint\""));
        JsonNode keys = subscription.get("keys");
        if (keys == null && mustHaveKeys)
            throw new IllegalArgumentException("expected the subscription's \"keys\": p256dh and auth");
        Optional<WebKeys> read =
                Optional.ofNullable(keys).map(found -> new WebKeys(text(found, "p256dh"), text(found, "auth")));
        return Address.web(bounded(endpoint, LONGEST_TOKEN, "endpoint"), read, optional(json, "vapid"));
    }

    private static Style style(String word) {
        return Style.of(word)
                .orElseThrow(() -> new IllegalArgumentException("expected camel, snake or seed003 as \"style\""));
    }

    private static Preferences preferences(JsonNode content) {
        JsonNode json = content.has("prefs") ? content.get("prefs") : content;
        Preferences usual = Preferences.DEFAULT;
        Set<Integer> kinds = kinds(content);
        boolean wantsCalls = kinds.isEmpty() || kinds.stream().anyMatch(Said::isCall);
        boolean wantsMessages = kinds.isEmpty() || kinds.stream().anyMatch(kind -> !isCall(kind));
        return new Preferences(
                wantsCalls
                        ? choice(json, "calls", Preferences.Callers.class).orElse(usual.calls())
                        : Preferences.Callers.OFF,
                people(json, "allow"),
                people(json, "mute"),
                json.has("favorites") ? people(json, "favorites") : people(json, "favourites"),
                Optional.ofNullable(json.get("quiet"))
                        .filter(JsonNode::isObject)
                        .map(Said::quiet),
                truth(json, "emergencyBypass", usual.breakThrough()),
                choice(json, "showName", Preferences.ShownName.class).orElse(usual.showName()),
                names(json.get("petnames")),
                whole(json, "work", 64),
                wantsMessages
                        ? choice(json, "messages", Preferences.Messages.class).orElse(usual.messages())
                        : Preferences.Messages.OFF,
                truth(json, "sessions", wantsMessages),
                textAfter(json),
                switches(json.get("devices")));
    }

    /// Whoever names no texts among their channels gets none.
    private static Optional<Duration> textAfter(JsonNode json) {
        boolean wantsTexts =
                json.path("channels").valueStream().anyMatch(channel -> "sms".equals(channel.asString("")));
        if (!wantsTexts) return Optional.empty();
        return Optional.of(
                json.has("smsFallbackAfter")
                        ? Duration.ofSeconds(whole(json, "smsFallbackAfter", MOST_PATIENCE_SECONDS))
                        : TEXTED_AFTER);
    }

    private static boolean isCall(int kind) {
        return Kind.isCall(kind) || Kind.isBuildItCall(kind) || kind == Kind.EPHEMERAL_GIFT_WRAP;
    }

    /// Those that its owner wants to hear of; none means all.
    private static Set<Integer> kinds(JsonNode content) {
        JsonNode kinds = content.path("filter").path("kinds");
        return kinds.valueStream()
                .filter(JsonNode::isIntegralNumber)
                .map(JsonNode::intValue)
                .collect(Collectors.toSet());
    }

    private static Preferences.Quiet quiet(JsonNode json) {
        try {
            return new Preferences.Quiet(
                    LocalTime.parse(text(json, "from")),
                    LocalTime.parse(text(json, "to")),
                    ZoneId.of(text(json, "tz")));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "expected \"quiet\" such as {\"from\":\"22:00\",\"to\":\"07:00\",\"tz\":\"Europe/Prague\"}", e);
        }
    }

    private static Map<String, String> names(@Nullable JsonNode json) {
        return entries(json, name -> name.isString() ? bounded(name.stringValue(), LONGEST_NAME, "petnames") : "")
                .entrySet()
                .stream()
                .filter(entry -> !entry.getValue().isBlank())
                .collect(Collectors.toMap(
                        entry -> PublicKey.parse(entry.getKey()).hex(), Map.Entry::getValue));
    }

    private static Map<String, Preferences.Switches> switches(@Nullable JsonNode json) {
        return entries(
                json,
                of -> new Preferences.Switches(
                        truth(of, "calls", true), truth(of, "messages", true), truth(of, "sessions", true)));
    }

    private static <V> Map<String, V> entries(@Nullable JsonNode json, Function<JsonNode, V> value) {
        var entries = new HashMap<String, V>();
        if (json == null) return entries;
        if (!json.isObject() || json.size() > MOST_PEOPLE)
            throw new IllegalArgumentException("expected an object of no more than " + MOST_PEOPLE + " entries");
        json.properties().forEach(entry -> entries.put(entry.getKey(), value.apply(entry.getValue())));
        return entries;
    }

    private static Set<PublicKey> people(JsonNode json, String name) {
        var people = new HashSet<PublicKey>();
        JsonNode list = json.get(name);
        if (list == null) return people;
        if (!list.isArray() || list.size() > MOST_PEOPLE)
            throw new IllegalArgumentException("expected a list of public keys in hex as \"" + name + "\"");
        list.forEach(person -> people.add(PublicKey.parse(person.asString(""))));
        return people;
    }

    private static <E extends Enum<E>> Optional<E> choice(JsonNode json, String name, Class<E> type) {
        return optional(json, name).map(word -> {
            for (E each : type.getEnumConstants()) if (each.name().equalsIgnoreCase(word)) return each;
            throw new IllegalArgumentException("expected another word as \"" + name + "\": one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(each -> each.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")));
        });
    }

    private static boolean truth(JsonNode json, String name, boolean usual) {
        JsonNode value = json.get(name);
        if (value == null) return usual;
        if (!value.isBoolean()) throw new IllegalArgumentException("expected true or false as \"" + name + "\"");
        return value.booleanValue();
    }

    private static int whole(JsonNode json, String name, int most) {
        JsonNode value = json.get(name);
        if (value == null) return 0;
        if (!value.isIntegralNumber() || value.intValue() < 0 || value.intValue() > most)
            throw new IllegalArgumentException("expected a number from 0 to " + most + " as \"" + name + "\"");
        return value.intValue();
    }

    private static Optional<String> optional(JsonNode json, String name) {
        return Optional.ofNullable(json.get(name)).filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    private static String text(JsonNode json, String name) {
        return optional(json, name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new IllegalArgumentException("expected a text as \"" + name + "\""));
    }

    private static String name(String text, String what) {
        return bounded(text.strip(), LONGEST_NAME, what);
    }

    private static String bounded(String text, int most, String what) {
        if (text.length() > most)
            throw new IllegalArgumentException("expected no more than " + most + " characters as \"" + what + "\"");
        return text;
    }
}
