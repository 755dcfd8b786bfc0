package dev.muster.sip.consent;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import java.time.Instant;
import java.util.Optional;

/// One entry of the log, as the event that the bridge has signed.
///
/// @param number its place in the log, from 0
public record Entry(long number, Event event) {
    static final String CALL = "call";
    static final String PARTY = "party";
    static final String METHOD = "method";
    static final String BEFORE = "prev";
    static final String PLACE = "place";

    public String call() {
        return event.tags().value(CALL).orElse("");
    }

    /// Who it is about, as the call names its parties.
    public String party() {
        return event.tags().value(PARTY).orElse("");
    }

    public Optional<Method> method() {
        return event.tags().value(METHOD).flatMap(Method::of);
    }

    public Instant at() {
        return Instant.ofEpochSecond(event.createdAt());
    }

    /// As it can be shown to somebody, who checks it by the bridge's public key.
    public String json() {
        return new String(event.json(), UTF_8);
    }

    /// Which entry was the last when this one was written; empty for the first.
    Optional<String> before() {
        return event.tags().value(BEFORE);
    }

    EventId id() {
        return event.id();
    }
}
