package dev.muster.kit.venue;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who was in a room, and how long (kind 10312): told when somebody comes or goes, and every minute meanwhile. Each
/// tells
/// all of a stay, so that none is counted twice, whichever order they arrive in.
///
/// @param session the address of the event that the room was wanted for
public record Stays(String session, List<Stay> all) {
    /// As many as fit into one message.
    public static final int MOST = 150;

    private static final String STAY = "stay";

    /// Somebody who is there, or was.
    ///
    /// @param ref what the bot for sessions calls them, or what the bridge does, if they are nobody it knows
    /// @param seen when they were last there
    /// @param shown the last digits, if all that is known of them is a number, or the name of their app
    public record Stay(String ref, Instant joined, Instant seen, boolean hasLeft, String shown) {}

    public Tags tags(PublicKey to) {
        var tags = new ArrayList<Tag>();
        tags.add(Tag.of("p", to.hex()));
        tags.add(Tag.of("a", session));
        for (Stay stay : all)
            tags.add(Tag.of(
                    STAY,
                    stay.ref(),
                    Long.toString(stay.joined().getEpochSecond()),
                    Long.toString(stay.seen().getEpochSecond()),
                    stay.hasLeft() ? "left" : "here",
                    stay.shown()));
        return new Tags(tags);
    }

    /// What such a message says; empty if it is another one.
    public static Optional<Stays> read(Rumor said) {
        if (said.kind() != Kind.ROOM_PRESENCE) return Optional.empty();
        List<Stay> all = said.tags().stream()
                .filter(tag -> tag.isNamed(STAY))
                .limit(MOST)
                .flatMap(Stays::stay)
                .toList();
        return said.tags().value("a").filter(_ -> !all.isEmpty()).map(session -> new Stays(session, all));
    }

    private static Stream<Stay> stay(Tag tag) {
        try {
            String ref = tag.value();
            Instant joined = Fields.time(tag.at(2));
            Instant seen = Fields.time(tag.at(3));
            if (!ref.matches("[\\w-]{1,64}") || seen.isBefore(joined)) return Stream.empty();
            String shown = tag.at(5).matches("[\\p{L}\\d•+._-]{0,40}") ? tag.at(5) : "";
            return Stream.of(new Stay(ref, joined, seen, tag.at(4).equals("left"), shown));
        } catch (IllegalArgumentException notAStay) {
            return Stream.empty();
        }
    }
}
