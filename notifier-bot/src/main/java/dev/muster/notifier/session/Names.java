package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What hosts call themselves (kind 0), for those whom they invite.
final class Names {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Shelf<Name> NAMES = new Shelf<>("name", Name.class);
    private static final int LONGEST = 60;

    private record Name(String name, Instant at) {}

    /// Learns a name from somebody's profile, if it is newer than what we know.
    void learn(Change change, Event profile) {
        Place<Name> place = NAMES.at(profile.author().hex());
        Instant at = Instant.ofEpochSecond(profile.createdAt());
        if (change.get(place).filter(known -> !known.at().isBefore(at)).isPresent()) return;
        name(profile.content()).ifPresent(name -> change.put(place, new Name(name, at)));
    }

    private static Optional<String> name(String content) {
        try {
            JsonNode profile = JSON.readTree(content);
            return Stream.of("display_name", "name")
                    .map(field -> profile.path(field).asString("").strip())
                    .filter(name -> !name.isEmpty())
                    // On one line: it stands within our sentences.
                    .map(name -> name.replaceAll("\\p{C}|\\s+", " "))
                    .map(name -> name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "…")
                    .findFirst();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    String of(Reading reading, PublicKey person) {
        return reading.get(NAMES.at(person.hex())).map(Name::name).orElseGet(() -> {
            String npub = new Npub(person).encode();
            return npub.substring(0, 12) + "…" + npub.substring(npub.length() - 4);
        });
    }
}
