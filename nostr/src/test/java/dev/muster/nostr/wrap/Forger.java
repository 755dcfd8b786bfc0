package dev.muster.nostr.wrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.ConversationKey;
import dev.muster.nostr.crypto.Nip44;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.security.SecureRandom;

/// Makes envelopes around anything at all, which [Sender] would never do.
final class Forger {
    static final long NOW = 1_800_000_000;

    private final SecureRandom random = new SecureRandom();
    private final SecretKey key;
    private final PublicKey recipient;

    Forger(SecretKey key, PublicKey recipient) {
        this.key = key;
        this.recipient = recipient;
    }

    Rumor rumor(int kind, String content) {
        return new Rumor(key.publicKey(), NOW, kind, Tags.NONE, content);
    }

    Event signed(int kind, Tags tags, String content) {
        return new Rumor(key.publicKey(), NOW, kind, tags, content).sign(key, random);
    }

    /// A seal around `text`, whatever that is.
    Event seal(String text) {
        return signed(Kind.SEAL, Tags.NONE, encrypted(text));
    }

    /// What BuildIt web puts in a seal's place.
    String unsignedSeal(String text) {
        return "{\"pubkey\":\"" + key.publicKey() + "\",\"content\":\"" + encrypted(text) + "\",\"created_at\":" + NOW
                + "}";
    }

    String encrypted(String text) {
        return Nip44.encrypt(text, ConversationKey.between(key, recipient), random);
    }

    Event wrap(Event inner) {
        return wrap(json(inner));
    }

    Event wrap(String text) {
        return wrap(Kind.GIFT_WRAP, text);
    }

    Event wrap(int kind, String text) {
        return wrap(kind, Tags.of(Tag.of("p", recipient.hex())), text);
    }

    Event wrap(int kind, Tags tags, String text) {
        SecretKey usedOnce = SecretKey.random(random);
        String content = Nip44.encrypt(text, ConversationKey.between(usedOnce, recipient), random);
        return new Rumor(usedOnce.publicKey(), NOW, kind, tags, content).sign(usedOnce, random);
    }

    /// A wrap whose payload is `payload`, encrypted or not.
    Event wrapWithPayload(String payload) {
        SecretKey usedOnce = SecretKey.random(random);
        Tags tags = Tags.of(Tag.of("p", recipient.hex()));
        return new Rumor(usedOnce.publicKey(), NOW, Kind.GIFT_WRAP, tags, payload).sign(usedOnce, random);
    }

    static String json(Event event) {
        return new String(event.json(), UTF_8);
    }

    static String json(Rumor rumor) {
        return new String(rumor.json(), UTF_8);
    }

    /// The text with the hex digit that follows `"name":"` changed.
    static String withAnother(String name, String json) {
        int at = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
        char other = json.charAt(at) == '0' ? '1' : '0';
        return json.substring(0, at) + other + json.substring(at + 1);
    }
}
