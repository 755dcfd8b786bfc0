package dev.muster.cli;

import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Relays;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// At which relays people receive private messages: what their newest kind 10050 says (NIP-17).
record Inboxes(Map<PublicKey, List<URI>> relays) {
    /// NIP-17 asks for one to three. Who lists many more would have us knock at strangers' doors.
    private static final int MOST = 8;

    static Inboxes lookUp(Collection<PublicKey> people, List<RelayClient> at) throws InterruptedException {
        var newest = new HashMap<PublicKey, List<URI>>();
        var found = new Relays(at).fetch(Filter.ALL.kinds(Kind.INBOX_RELAYS).authors(people));
        // The newest come first.
        for (Event list : found.events()) newest.putIfAbsent(list.author(), inbox(list));
        return new Inboxes(newest);
    }

    static List<URI> inbox(Event list) {
        return list.tags().values("relay").stream()
                .flatMap(Inboxes::address)
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static Stream<URI> address(String text) {
        try {
            return Stream.of(Arguments.relay(text));
        } catch (IllegalArgumentException notARelay) {
            return Stream.empty();
        }
    }

    /// Empty if they have not said where.
    Optional<List<URI>> of(PublicKey person) {
        return Optional.ofNullable(relays.get(person)).filter(addresses -> !addresses.isEmpty());
    }
}
