package dev.muster.it;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// One person calls another, and both tell the bot of it.
record Call(Dialect dialect, String id, Person caller, Person callee) {
    private static final String VERSION = "1.0.0";

    enum Dialect {
        /// Sealed JSON (243xx), kept by the relay.
        BUILDIT,
        /// Signed (2505x), for those who are there.
        NIP_AC;

        boolean isSigned() {
            return this == NIP_AC;
        }
    }

    static Call from(Person caller, Person callee, Dialect dialect) {
        return new Call(dialect, UUID.randomUUID().toString(), caller, callee);
    }

    private Event says(Person who, int kind, Map<String, ?> fields, String text, Tag... more) throws IOException {
        var tags = new ArrayList<Tag>();
        tags.add(Tag.of("p", (who == caller ? callee : caller).hex()));
        tags.add(Tag.of("call-id", id));
        tags.addAll(List.of(more));
        var content = new LinkedHashMap<String, Object>();
        content.put("_v", VERSION);
        content.put("callId", id);
        content.putAll(fields);
        content.put("timestamp", Instant.now().toEpochMilli());
        String said = dialect.isSigned() ? text : Exchange.json(content).toString();
        return who.says(kind, new Tags(tags), said, dialect.isSigned());
    }

    /// @param length how long it rings at most
    Event offer(Duration length, boolean hasVideo) throws IOException {
        String type = hasVideo ? "video" : "voice";
        var until =
                Tag.of("expiration", Long.toString(Instant.now().plus(length).getEpochSecond()));
        return says(
                caller,
                dialect.isSigned() ? Kind.CALL_OFFER : Kind.BUILDIT_CALL_OFFER,
                Map.of("callType", type, "sdp", ""),
                "",
                Tag.of("call-type", type),
                until,
                Tag.of("r", "https://meet.example.org/" + id));
    }

    Event offer() throws IOException {
        return offer(Duration.ofSeconds(45), false);
    }

    /// They call no more.
    Event cancel() throws IOException {
        int kind = dialect.isSigned() ? Kind.CALL_HANGUP : Kind.BUILDIT_CALL_HANGUP;
        return says(caller, kind, Map.of("reason", "cancelled"), "");
    }

    /// The one who is called takes it on that phone.
    Event answer(Phone phone) throws IOException {
        int kind = dialect.isSigned() ? Kind.CALL_ANSWER : Kind.BUILDIT_CALL_ANSWER;
        return says(callee, kind, Map.of("sdp", ""), "", Tag.of("device", phone.name()));
    }

    /// Or doesn't.
    Event decline(Phone phone) throws IOException {
        int kind = dialect.isSigned() ? Kind.CALL_REJECT : Kind.BUILDIT_CALL_HANGUP;
        return says(callee, kind, Map.of("reason", "rejected"), "", Tag.of("device", phone.name()));
    }

    /// Or is on another call.
    Event busy(Phone phone) throws IOException {
        int kind = dialect.isSigned() ? Kind.CALL_REJECT : Kind.BUILDIT_CALL_BUSY;
        return says(callee, kind, Map.of(), "busy", Tag.of("device", phone.name()));
    }

    /// What the caller was told of it, a word each, in order.
    List<String> told() {
        return caller.heard().stream().filter(this::isIn).map(Call::word).toList();
    }

    boolean isIn(Rumor rumor) {
        return rumor.tags().values("call-id").contains(id);
    }

    private static String word(Rumor rumor) {
        return switch (rumor.kind()) {
            case Kind.BUILDIT_CALL_RINGING -> rumor.tags().value("status").orElse("");
            case Kind.BUILDIT_CALL_HANGUP ->
                Exchange.json(rumor.content()).path("reason").asString("");
            case Kind.CALL_REJECT -> rumor.content().isEmpty() ? "rejected" : rumor.content();
            default -> "kind " + rumor.kind();
        };
    }
}
