package dev.muster.sms.thread;

import dev.muster.nostr.crypto.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A thread in BuildIt's words (24340).
final class Board {
    static final int KIND = 24_340;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What a program wants of a thread. What is absent stays.
    ///
    /// @param operator who is to have it
    record Wish(Optional<State> state, Optional<PublicKey> operator, boolean isUrgent) {}

    private Board() {}

    /// The number doesn't leave the bridge.
    static String of(Conversation thread, String hotline) {
        var content = new LinkedHashMap<String, Object>();
        content.put("_v", "1.0.0");
        content.put("threadId", thread.id());
        content.put("hotlineId", hotline);
        content.put("status", thread.state().word());
        content.put("createdAt", thread.begun().toEpochMilli());
        content.put("contact", Map.of("name", thread.subject(), "type", "sms"));
        thread.care().who().ifPresent(operator -> content.put("assignedOperator", operator));
        content.put("priority", thread.care().isUrgent() ? "urgent" : "medium");
        content.put("messageCount", thread.messages());
        content.put("lastMessageAt", thread.last().toEpochMilli());
        content.put("lastMessageBy", thread.isTheirs() ? "contact" : "operator");
        return JSON.writeValueAsString(content);
    }

    /// What somebody's program has made of a thread.
    ///
    /// @throws IllegalArgumentException if it isn't about that thread, or is nothing that can be wished
    static Wish wish(Conversation thread, String content) {
        JsonNode said = object(content);
        if (!said.path("threadId").asString("").equals(thread.id()))
            throw new IllegalArgumentException("it is about another thread");
        String status = said.path("status").asString("");
        Optional<State> state = State.of(status);
        if (!status.isEmpty() && state.isEmpty()) throw new IllegalArgumentException("no thread has such a status");
        Optional<PublicKey> operator = Optional.of(said.path("assignedOperator").asString(""))
                .filter(key -> !key.isEmpty())
                .map(PublicKey::parse);
        return new Wish(state, operator, said.path("priority").asString("").equals("urgent"));
    }

    private static JsonNode object(String content) {
        try {
            return JSON.readTree(content);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it isn't JSON", e);
        }
    }
}
