package dev.muster.kit.post;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a bot says about itself.
///
/// @param id tells it from others of the same key, such as `notifier`; never changed
/// @param name as people see it
/// @param about what it does, for people
/// @param kinds of the rumors that it takes
/// @param web where it serves HTTP
public record Profile(String id, String name, String about, List<Integer> kinds, Optional<URI> web) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Profile {
        kinds = kinds.stream().sorted().distinct().toList();
    }

    /// The events that say so, not dated yet: who it is, where it receives private messages (NIP-17), what it takes
    /// (NIP-89).
    List<Rumor> events(PublicKey bot, List<URI> inbox) {
        var inboxTags = new Tags(
                inbox.stream().map(relay -> Tag.of("relay", relay.toString())).toList());
        return List.of(
                new Rumor(bot, 0, Kind.PROFILE, Tags.NONE, content()),
                new Rumor(bot, 0, Kind.INBOX_RELAYS, inboxTags, ""),
                new Rumor(bot, 0, Kind.HANDLER_INFORMATION, handling(), ""));
    }

    private String content() {
        var content = new LinkedHashMap<String, Object>();
        content.put("name", name);
        content.put("about", about);
        content.put("bot", true);
        return JSON.writeValueAsString(content);
    }

    private Tags handling() {
        var tags = new ArrayList<Tag>();
        tags.add(Tag.of("d", id));
        kinds.forEach(kind -> tags.add(Tag.of("k", Integer.toString(kind))));
        web.ifPresent(address -> tags.add(Tag.of("web", address.toString())));
        return new Tags(tags);
    }

    /// Whether an event is of the same kind and, where that counts, of the same `d`.
    static boolean isAbout(Rumor wanted, Event event) {
        return event.kind() == wanted.kind()
                && (Kind.storage(event.kind()) != Kind.Storage.ADDRESSABLE
                        || event.tags().identifier().equals(wanted.tags().identifier()));
    }

    /// Whether an event says all that is wanted. A profile may say more: somebody may have given the bot a picture.
    static boolean says(Rumor wanted, Event event) {
        boolean isSame = event.content().equals(wanted.content());
        if (wanted.kind() == Kind.PROFILE) return isSame || says(wanted.content(), event.content());
        return isSame
                && Set.copyOf(event.tags().all())
                        .equals(Set.copyOf(wanted.tags().all()));
    }

    private static boolean says(String wanted, String content) {
        return object(content).containsAll(object(wanted));
    }

    private static Set<Map.Entry<String, JsonNode>> object(String content) {
        try {
            return JSON.readTree(content).properties();
        } catch (JacksonException notJson) {
            return Set.of();
        }
    }
}
