package dev.muster.relay;

import static dev.muster.nostr.event.Events.RANDOM;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// What people send to a relay, in tests.
final class Posts {
    /// Somebody whom nothing here is for.
    static final SecretKey MALLORY = SecretKey.random(RANDOM);

    /// Some time ago, in seconds.
    static final long THEN = 1_750_000_000;

    private Posts() {}

    static Event by(SecretKey author, int kind, long createdAt, Tag... tags) {
        return Events.signed(author, createdAt, kind, Tags.of(tags), "");
    }

    static Event by(SecretKey author, int kind, Tag... tags) {
        return by(author, kind, THEN, tags);
    }

    static Event note(long createdAt, Tag... tags) {
        return by(Events.ALICE, Kind.TEXT_NOTE, createdAt, tags);
    }

    /// Two that differ in nothing but their ids, the lower one first.
    static Event[] twins(int kind, long createdAt, Tag... tags) {
        Event one = Events.signed(Events.ALICE, createdAt, kind, Tags.of(tags), "one");
        Event other = Events.signed(Events.ALICE, createdAt, kind, Tags.of(tags), "other");
        boolean isLower = one.id().hex().compareTo(other.id().hex()) < 0;
        return isLower ? new Event[] {one, other} : new Event[] {other, one};
    }

    static Event wrapFor(PublicKey recipient, int kind, long createdAt, Tag... others) {
        SecretKey once = SecretKey.random(RANDOM);
        Tag[] tags = new Tag[others.length + 1];
        tags[0] = to(recipient);
        System.arraycopy(others, 0, tags, 1, others.length);
        return Events.signed(once, createdAt, kind, Tags.of(tags), "sealed");
    }

    static Event wrapFor(PublicKey recipient) {
        return wrapFor(recipient, Kind.GIFT_WRAP, THEN);
    }

    /// A push subscription that this relay takes, in its author's name.
    static Event pushes(SecretKey author, URI relay, long createdAt, String name, Tag... more) {
        List<Tag> tags = new ArrayList<>(List.of(Tag.of("d", name), Tag.of("relay", relay.toString())));
        tags.addAll(List.of(more));
        if (Tags.of(more).first("filter").isEmpty()) tags.add(Tag.of("filter", "{\"kinds\":[1059]}"));
        if (Tags.of(more).first("callback").isEmpty()) tags.add(Tag.of("callback", "https://push.example.org/x"));
        return by(author, Kind.PUSH_SUBSCRIPTION, createdAt, tags.toArray(Tag[]::new));
    }

    static Event deletion(SecretKey by, long createdAt, Tag... tags) {
        return by(by, Kind.DELETION, createdAt, tags);
    }

    static Event deletion(SecretKey by, Event event) {
        return deletion(by, THEN, naming(event));
    }

    static Tag to(PublicKey recipient) {
        return Tag.of("p", recipient.hex());
    }

    static Tag naming(Event event) {
        return Tag.of("e", event.id().hex());
    }

    /// The `a` tag for versions of one author's addressable or replaceable event.
    static Tag naming(int kind, PublicKey author, String identifier) {
        return Tag.of("a", kind + ":" + author.hex() + ":" + identifier);
    }

    static String json(Event event) {
        return new String(event.json(), UTF_8);
    }

    /// The event's JSON with something replaced, under the id that belongs to it now.
    static String forged(Event event, String from, String to) {
        String altered = json(event).replace(from, to);
        Rumor rumor = Event.parse(altered.getBytes(UTF_8)).unsigned();
        return altered.replace(event.id().hex(), rumor.id().hex());
    }
}
