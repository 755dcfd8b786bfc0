package dev.muster.bench;

import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Sender;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// What is measured with: a message from Alice to Bob of everyday length, whose wrap has about 1.5 KB.
final class Samples {
    static final SecureRandom RANDOM = new SecureRandom();
    static final SecretKey ALICE = SecretKey.random(RANDOM);
    static final SecretKey BOB = SecretKey.random(RANDOM);
    static final Rumor NOTE = new Rumor(
            ALICE.publicKey(),
            1_700_000_000,
            Kind.CHAT_MESSAGE,
            Tags.of(Tag.of("p", BOB.publicKey().hex())),
            "See you at six.");

    private Samples() {}

    static byte[] wrapJson() {
        return wraps(1).getFirst().json();
    }

    static List<Event> wraps(int count) {
        var sender = new Sender(ALICE, new ConversationKeys(16), InstantSource.system(), RANDOM);
        return Stream.generate(() -> sender.wrap(NOTE, BOB.publicKey(), Delivery.stored()))
                .limit(count)
                .toList();
    }
}
