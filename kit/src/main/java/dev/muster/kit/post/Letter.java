package dev.muster.kit.post;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A wrap as it is written down until it has arrived, or something that everybody may know.
///
/// @param recipient empty if it is to everybody
/// @param wrap its JSON; empty if there can be none
/// @param flaw why there can be none; empty if there is one
/// @param kept the relays that have it
record Letter(String recipient, String wrap, String flaw, List<URI> kept) {
    static Letter of(PublicKey recipient, Event wrap) {
        return new Letter(recipient.hex(), new String(wrap.json(), UTF_8), "", List.of());
    }

    static Letter toEverybody(Event event) {
        return new Letter("", new String(event.json(), UTF_8), "", List.of());
    }

    static Letter flawed(PublicKey recipient, String flaw) {
        return new Letter(recipient.hex(), "", flaw, List.of());
    }

    Letter keptBy(Set<URI> relays) {
        return new Letter(recipient, wrap, flaw, List.copyOf(relays));
    }

    boolean isToEverybody() {
        return recipient.isEmpty();
    }

    PublicKey to() {
        return PublicKey.parse(recipient);
    }

    Event event() {
        return Event.parse(wrap.getBytes(UTF_8));
    }

    Set<URI> relays() {
        return kept.stream().collect(Collectors.toSet());
    }

    boolean hasReachedSomebody() {
        return !kept.isEmpty();
    }
}
