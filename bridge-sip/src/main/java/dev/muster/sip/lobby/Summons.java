package dev.muster.sip.lobby;

import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An order to call people into a session (kind 24300, with the session's address and numbers instead of a
/// description).
///
/// @param call what the first of them is to be called, if that is said
/// @param session an address
/// @param whom as they are written
/// @param group who pays
/// @param language of what they hear; empty for that of all
record Summons(Optional<String> call, String session, List<Summoned> whom, String group, String language) {
    /// More aren't called at once; more don't fit into one message either.
    static final int MOST = 100;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TO = "to";
    private static final String SESSION = "a";

    /// One of them.
    ///
    /// @param ref what whoever orders it calls them; may be empty
    record Summoned(String number, String ref) {
        /// It may end up in a log.
        @Override
        public String toString() {
            return "Summoned[]";
        }
    }

    /// Who wants to talk to a telephone says how they speak. Who doesn't, and names a session, wants it in there.
    static boolean isOne(Rumor rumor) {
        return rumor.kind() == Kind.BUILDIT_CALL_OFFER
                && rumor.tags().value(SESSION).isPresent()
                && rumor.tags().value(TO).filter(to -> to.startsWith("tel:")).isPresent();
    }

    static Summons read(Rumor rumor) {
        Tags tags = rumor.tags();
        List<Summoned> whom = tags.stream()
                .filter(tag -> tag.isNamed(TO) && tag.elements().size() > 1)
                .map(tag -> new Summoned(tag.value().replaceFirst("^tel:", ""), tag.at(2)))
                .limit(MOST)
                .toList();
        return new Summons(
                callId(rumor),
                tags.value(SESSION).orElse(""),
                whom,
                json(rumor).path("groupId").asString(""),
                tags.value("lang").orElse(""));
    }

    /// Which call a rumor is about.
    static Optional<String> callId(Rumor rumor) {
        String id = json(rumor).path("callId").asString("").toLowerCase(Locale.ROOT);
        try {
            return Optional.of(UUID.fromString(id).toString());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static JsonNode json(Rumor rumor) {
        try {
            return JSON.readTree(rumor.content());
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }
}
