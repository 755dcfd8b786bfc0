package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventFields;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Random rumors that all implementations hash alike.
final class Rumors {
    private Rumors() {}

    /// Anything but the control characters of which [EventsTest] says that they are hashed differently.
    static List<Rumor> random(PublicKey author, int count) {
        var random = new Random(count);
        return Stream.generate(() -> withoutControls(Events.random(author, random)))
                .limit(count)
                .toList();
    }

    private static Rumor withoutControls(Rumor rumor) {
        var tags = rumor.tags().stream()
                .map(tag -> new Tag(
                        tag.elements().stream().map(Rumors::withoutControls).toList()))
                .toList();
        return new Rumor(
                rumor.author(), rumor.createdAt(), rumor.kind(), new Tags(tags), withoutControls(rumor.content()));
    }

    static String withoutControls(String text) {
        return text.replaceAll("[\\x00-\\x07\\x0b\\x0e-\\x1f]", "\n");
    }

    static String json(Rumor rumor) {
        return new String(rumor.json(), UTF_8);
    }

    static Rumor parse(String json, PublicKey author) {
        return EventFields.parse(json.getBytes(UTF_8)).rumor(author);
    }
}
