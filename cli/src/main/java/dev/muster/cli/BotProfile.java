package dev.muster.cli;

import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Relays;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/// What a bot says of itself to everybody: its name (kind 0), where it receives messages (10050), and where it
/// is on the web (31990).
record BotProfile(PublicKey key, Optional<String> name, List<URI> relays, Optional<URI> web) {
    /// Empty if it has said nothing at any of them.
    static Optional<BotProfile> lookUp(PublicKey bot, List<RelayClient> at) throws InterruptedException {
        List<Event> said = new Relays(at)
                .fetch(Filter.ALL
                        .kinds(Kind.PROFILE, Kind.INBOX_RELAYS, Kind.HANDLER_INFORMATION)
                        .authors(List.of(bot)))
                .events();
        if (said.isEmpty()) return Optional.empty();
        return Optional.of(new BotProfile(
                bot,
                newest(said, Kind.PROFILE).flatMap(profile -> Names.name(profile.content())),
                newest(said, Kind.INBOX_RELAYS).map(Inboxes::inbox).orElse(List.of()),
                newest(said, Kind.HANDLER_INFORMATION)
                        .flatMap(handler -> handler.tags().value("web"))
                        .flatMap(BotProfile::address)));
    }

    private static Optional<Event> newest(List<Event> said, int kind) {
        return said.stream().filter(event -> event.kind() == kind).findFirst();
    }

    /// A path below where a bot's pages are, which may be below a path themselves.
    static URI below(URI base, String path) {
        return URI.create(base.toString().replaceAll("/+$", "") + path);
    }

    static Optional<URI> address(String text) {
        try {
            var address = new URI(text);
            boolean isWeb = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            return isWeb && address.getHost() != null ? Optional.of(address) : Optional.empty();
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }
}
