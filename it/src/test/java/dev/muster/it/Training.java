package dev.muster.it;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// A session that somebody announces to the bot alone.
record Training(String id, PublicKey organizer, Instant starts) {
    private static final Duration LENGTH = Duration.ofHours(2);

    static Training by(SecretKey organizer, String id) {
        return new Training(id, organizer.publicKey(), Instant.now());
    }

    static List<SecretKey> people(int count) {
        return Stream.generate(() -> SecretKey.random(Events.RANDOM))
                .limit(count)
                .toList();
    }

    String address() {
        return Kind.TIME_EVENT + ":" + organizer.hex() + ":" + id;
    }

    /// The announcement, with whom to invite.
    Tags announcement(Collection<PublicKey> attendees, Tag... more) {
        List<Tag> tags = new ArrayList<>(List.of(
                Tag.of("d", id),
                Tag.of("title", "Street medic " + id),
                Tag.of("start", seconds(starts)),
                Tag.of("end", seconds(starts.plus(LENGTH))),
                Tag.of("start_tzid", "Europe/Prague"),
                Tag.of("service", "https://meet.example.org/{room}")));
        attendees.forEach(person -> tags.add(Tag.of("p", person.hex(), "", "attendee")));
        tags.addAll(List.of(more));
        return new Tags(tags);
    }

    /// Somebody's answer by NIP-52.
    Tags answer(String status) {
        return Tags.of(Tag.of("a", address()), Tag.of("d", id + "-answer"), Tag.of("status", status));
    }

    /// Somebody's answer in BuildIt's form (31923).
    Tags answerOfBuildIt(PublicKey who, String status) {
        return Tags.of(Tag.of("d", id + ":" + who.hex()), Tag.of("e", id), Tag.of("status", status));
    }

    /// What starts or ends it (30313).
    Tags meeting(String status) {
        return Tags.of(Tag.of("d", id + "-1"), Tag.of("a", address()), Tag.of("status", status));
    }

    boolean isAbout(Rumor letter) {
        return letter.tags().values("a").contains(address());
    }

    private static String seconds(Instant at) {
        return Long.toString(at.getEpochSecond());
    }
}
