package dev.muster.kit.venue;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// A room is wanted for a session, or something about it has changed (kind 24310). The newest one counts.
///
/// @param room what both call it: a UUID that says nothing of the session
/// @param session the address of its event (`31923:‹author›:‹d›`)
/// @param number greater than that of each wish for the same room before
/// @param phones who is known by a telephone number
public record RoomWish(
        UUID room,
        String session,
        PublicKey organizer,
        String title,
        Stage stage,
        Instant starts,
        Instant ends,
        long number,
        List<Phone> phones) {
    /// An order is one message of 32 KB at most, and each of them takes about 120 bytes of it.
    public static final int MOST_PHONES = 200;

    private static final int LONGEST = 300;
    private static final String MEMBER = "member";

    /// How far a session has come.
    public enum Stage {
        PLANNED("planned"),
        LIVE("live"),
        OVER("ended");

        private final String word;

        Stage(String word) {
            this.word = word;
        }

        /// As NIP-53 has it.
        public String word() {
            return word;
        }

        static Optional<Stage> of(String word) {
            return Stream.of(values()).filter(stage -> stage.word.equals(word)).findFirst();
        }
    }

    /// Somebody who is known by a number.
    ///
    /// @param ref what the bot for sessions calls them
    public record Phone(String number, String ref) {
        /// It may end up in a log.
        @Override
        public String toString() {
            return "a telephone";
        }
    }

    public RoomWish {
        phones = phones.stream().limit(MOST_PHONES).toList();
    }

    /// The tags of the message that says so.
    public Tags tags(PublicKey bridge) {
        var tags = new ArrayList<Tag>();
        tags.add(Tag.of("p", bridge.hex()));
        tags.add(Tag.of("a", session));
        tags.add(Tag.of("title", title));
        tags.add(Tag.of("status", stage.word()));
        tags.add(Tag.of("starts", Long.toString(starts.getEpochSecond())));
        tags.add(Tag.of("ends", Long.toString(ends.getEpochSecond())));
        tags.add(Tag.of("n", Long.toString(number)));
        for (Phone phone : phones) tags.add(Tag.of(MEMBER, "tel:" + phone.number(), phone.ref()));
        return new Tags(tags);
    }

    /// Its content, in BuildIt's form.
    public String content(InstantSource clock) {
        return "{\"_v\":\"1.0.0\",\"roomId\":\"" + room + "\",\"callType\":\"voice\",\"createdBy\":\"" + organizer.hex()
                + "\",\"timestamp\":" + clock.millis() + ",\"topology\":\"sfu\"}";
    }

    /// What such a message says; empty if it is another one, or can't be understood.
    public static Optional<RoomWish> read(Rumor said) {
        if (said.kind() != Kind.BUILDIT_ROOM) return Optional.empty();
        Tags tags = said.tags();
        try {
            return Optional.of(new RoomWish(
                    UUID.fromString(Fields.text(said.content(), "roomId")),
                    wanted(tags, "a"),
                    PublicKey.parse(Fields.text(said.content(), "createdBy")),
                    tags.value("title").orElse(""),
                    Stage.of(wanted(tags, "status")).orElseThrow(IllegalArgumentException::new),
                    Fields.time(wanted(tags, "starts")),
                    Fields.time(wanted(tags, "ends")),
                    Fields.number(wanted(tags, "n")),
                    tags.stream()
                            .filter(tag -> tag.isNamed(MEMBER) && tag.value().matches("tel:\\+[1-9]\\d{5,14}"))
                            .map(tag -> new Phone(tag.value().substring("tel:".length()), tag.at(2)))
                            .toList()));
        } catch (IllegalArgumentException notAWish) {
            return Optional.empty();
        }
    }

    private static String wanted(Tags tags, String name) {
        return tags.value(name)
                .filter(value -> !value.isEmpty() && value.length() <= LONGEST)
                .orElseThrow(IllegalArgumentException::new);
    }

    /// Neither its title nor who is in it: it may end up in a log.
    @Override
    public String toString() {
        return "a wish for the room " + room;
    }
}
