package dev.muster.nostr.client;

import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// Events to play with.
final class Notes {
    static final SecureRandom RANDOM = new SecureRandom();
    static final SecretKey ALICE = SecretKey.random(RANDOM);
    static final SecretKey BOB = SecretKey.random(RANDOM);
    static final Filter ALL = Filter.ALL.kinds(Kind.TEXT_NOTE);

    private Notes() {}

    static Event note(long createdAt) {
        return event(Kind.TEXT_NOTE, createdAt, "note of " + createdAt);
    }

    static Event event(int kind, long createdAt, String content) {
        return new Rumor(ALICE.publicKey(), createdAt, kind, Tags.NONE, content).sign(ALICE, RANDOM);
    }

    /// Waits for so many events.
    static List<Event> take(int events, Subscription from) throws InterruptedException {
        var taken = new ArrayList<Event>();
        while (taken.size() < events) {
            if (from.next() instanceof Arrived(var event)) taken.add(event);
        }
        return taken;
    }
}
