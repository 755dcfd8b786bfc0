package dev.muster.notifier.device;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import java.util.Set;
import java.util.stream.Collectors;

/// Whom people follow (NIP-02) and whom they have muted where everybody can see it (NIP-51), as far as they have
/// devices.
final class Contacts {
    private static final int MOST = 20_000;

    private static final Shelf<Named> LISTS = new Shelf<>("people-list", Named.class);

    private record Named(long at, Set<String> people) {}

    private static Place<Named> place(PublicKey owner, int kind) {
        return LISTS.at(owner.hex(), Integer.toString(kind));
    }

    /// Takes what a list says, unless a newer one was heard.
    void learn(Change change, Event list) {
        Place<Named> place = place(list.author(), list.kind());
        if (change.get(place).filter(known -> known.at() >= list.createdAt()).isPresent()) return;
        Set<String> people = list.tags().values("p").stream().limit(MOST).collect(Collectors.toUnmodifiableSet());
        change.put(place, new Named(list.createdAt(), people));
    }

    boolean follows(Reading reading, PublicKey owner, PublicKey person) {
        return has(reading, owner, Kind.CONTACTS, person);
    }

    boolean hasMuted(Reading reading, PublicKey owner, PublicKey person) {
        return has(reading, owner, Kind.MUTE_LIST, person);
    }

    private static boolean has(Reading reading, PublicKey owner, int kind, PublicKey person) {
        return reading.get(place(owner, kind))
                .filter(list -> list.people().contains(person.hex()))
                .isPresent();
    }

    void forget(Change change, PublicKey owner) {
        change.remove(place(owner, Kind.CONTACTS));
        change.remove(place(owner, Kind.MUTE_LIST));
    }
}
