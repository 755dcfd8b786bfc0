package dev.muster.nostr.wrap;

import static dev.muster.nostr.wrap.Field.once;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.json.JsonReader;
import dev.muster.nostr.json.MalformedJson;
import java.time.Duration;
import java.util.Optional;

/// The content of a chat message, taken out of what BuildIt web may have put around it: padding, and within it
/// `{"content":"…","ephemeral":{"ttl":60}}`.
record ChatText(String text, Optional<Duration> lifetime) {
    static final String COVER_TRAFFIC = "\0BUILDIT_DUMMY\0";

    /// @throws IllegalArgumentException if it is padded wrongly
    static ChatText of(String content) {
        String text = Padding.TEXT.strip(content);
        return envelope(text).orElseGet(() -> new ChatText(text, Optional.empty()));
    }

    /// People may well send each other JSON: what isn't exactly that envelope is text.
    private static Optional<ChatText> envelope(String text) {
        if (!text.startsWith("{")) return Optional.empty();
        try {
            return readEnvelope(new JsonReader(text.getBytes(UTF_8)));
        } catch (MalformedJson notAnEnvelope) {
            return Optional.empty();
        }
    }

    private static Optional<ChatText> readEnvelope(JsonReader reader) {
        String text = null;
        Duration lifetime = null;
        reader.openObject();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            switch (name) {
                case "content" -> text = once(text, reader).string();
                case "ephemeral" -> lifetime = readLifetime(once(lifetime, reader));
                default -> throw reader.expected("content and ephemeral");
            }
        }
        reader.end();
        if (text == null || lifetime == null) return Optional.empty();
        return Optional.of(new ChatText(text, Optional.of(lifetime)));
    }

    private static Duration readLifetime(JsonReader reader) {
        Duration lifetime = null;
        reader.openObject();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            if (!name.equals("ttl")) throw reader.expected("ttl");
            lifetime = Duration.ofSeconds(once(lifetime, reader).integer(Integer.MAX_VALUE));
        }
        if (lifetime == null || lifetime.isZero()) throw reader.expected("a ttl of a second or more");
        return lifetime;
    }
}
