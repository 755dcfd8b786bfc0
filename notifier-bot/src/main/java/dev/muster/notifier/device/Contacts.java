package dev.muster.notifier.device;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Whom people follow (NIP-02) and whom they have muted where everybody can see it (NIP-51), as far as they have
/// devices.
final class Contacts {
    private static final int MOST = 20_000;

    private static final Shelf<Named> LISTS = new Shelf<>("people-list", Named.class);

    /// The same by who is listed: whether somebody is, is asked for every call, and a list may be long.
    private static final Shelf<Listed> BY_PERSON = new Shelf<>("listed", Listed.class);

    /// How many lists somebody is on whose people may ring.
    private static final Shelf<Welcome> WELCOME = new Shelf<>("welcome", Welcome.class);

    private record Welcome(int lists) {}

    private record Named(long at, Set<String> people) {
        static final Named NOBODY = new Named(Long.MIN_VALUE, Set.of());
    }

    private record Listed() {}

    private static Place<Named> place(String owner, int kind) {
        return LISTS.at(owner, Integer.toString(kind));
    }

    private static Place<Listed> place(String person, String owner, int kind) {
        return BY_PERSON.at(person, owner, Integer.toString(kind));
    }

    /// Takes what a list says, unless a newer one was heard.
    void learn(Change change, Event list) {
        String owner = list.author().hex();
        Place<Named> place = place(owner, list.kind());
        Named before = change.get(place).orElse(Named.NOBODY);
        if (before.at() >= list.createdAt()) return;
        Set<String> people = list.tags().values("p").stream().limit(MOST).collect(Collectors.toUnmodifiableSet());
        change.put(place, new Named(list.createdAt(), people));
        for (String person : people)
            if (!before.people().contains(person)) change.put(place(person, owner, list.kind()), new Listed());
        for (String person : before.people())
            if (!people.contains(person)) change.remove(place(person, owner, list.kind()));
        if (list.kind() == Kind.CONTACTS) welcome(change, before.people(), people);
    }

    /// Takes note of who has come to a list whose people may ring, and who has gone.
    void welcome(Change change, Set<String> before, Set<String> now) {
        for (String person : now) if (!before.contains(person)) count(change, person, 1);
        for (String person : before) if (!now.contains(person)) count(change, person, -1);
    }

    private static void count(Change change, String person, int more) {
        Place<Welcome> place = WELCOME.at(person);
        int lists = change.get(place).map(Welcome::lists).orElse(0) + more;
        if (lists > 0) change.put(place, new Welcome(lists));
        else change.remove(place);
    }

    /// Whether there is anybody whom they may ring.
    boolean isWelcome(Reading reading, PublicKey person) {
        return reading.has(WELCOME.at(person.hex()));
    }

    boolean follows(Reading reading, PublicKey owner, PublicKey person) {
        return reading.has(place(person.hex(), owner.hex(), Kind.CONTACTS));
    }

    boolean hasMuted(Reading reading, PublicKey owner, PublicKey person) {
        return reading.has(place(person.hex(), owner.hex(), Kind.MUTE_LIST));
    }

    void forget(Change change, PublicKey owner) {
        for (int kind : List.of(Kind.CONTACTS, Kind.MUTE_LIST)) {
            Place<Named> place = place(owner.hex(), kind);
            Set<String> people = change.get(place).orElse(Named.NOBODY).people();
            for (String person : people) change.remove(place(person, owner.hex(), kind));
            if (kind == Kind.CONTACTS) welcome(change, people, Set.of());
            change.remove(place);
        }
    }
}
