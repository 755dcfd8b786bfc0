package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Relays;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.json.JsonReader;
import dev.muster.nostr.json.MalformedJson;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What people call themselves (kind 0). Anybody can take any name, so an npub stands beside it.
record Names(Map<PublicKey, String> names) {
    private static final int LONGEST = 40;

    /// So many authors in one question; most relays take as many.
    private static final int AT_ONCE = 500;

    static Names lookUp(Collection<PublicKey> people, List<RelayClient> at) throws InterruptedException {
        var names = new HashMap<PublicKey, String>();
        List<PublicKey> all = people.stream().distinct().toList();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            var some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            // The newest come first.
            for (Event profile : new Relays(at)
                    .fetch(Filter.ALL.kinds(Kind.PROFILE).authors(some))
                    .events()) name(profile.content()).ifPresent(name -> names.putIfAbsent(profile.author(), name));
        }
        return new Names(names);
    }

    /// What a profile's JSON gives as `name`.
    static Optional<String> name(String profile) {
        return field(profile, "name")
                .map(name -> Shell.printable(name).replaceAll("\\s+", " ").strip())
                .filter(name -> !name.isEmpty())
                .map(name -> name.length() > LONGEST ? name.substring(0, LONGEST - 1) + "…" : name);
    }

    /// A field of a JSON object, if it is a string.
    static Optional<String> field(String json, String wanted) {
        try {
            var reader = new JsonReader(json.getBytes(UTF_8));
            reader.openObject();
            for (String field = reader.nextName(); field != null; field = reader.nextName()) {
                if (field.equals(wanted) && reader.peek() == '"') return Optional.of(reader.string());
                reader.skip();
            }
        } catch (MalformedJson notAProfile) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /// Such as `Ana (npub1w4uu…x9q2)`.
    String of(PublicKey person) {
        String npub = shortened(person);
        return Optional.ofNullable(names.get(person))
                .map(name -> name + " (" + npub + ")")
                .orElse(npub);
    }

    Optional<String> nameOf(PublicKey person) {
        return Optional.ofNullable(names.get(person));
    }

    static String shortened(PublicKey key) {
        String npub = new Npub(key).encode();
        return npub.substring(0, 12) + "…" + npub.substring(npub.length() - 4);
    }
}
