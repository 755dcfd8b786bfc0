package dev.muster.notifier;

import dev.muster.kit.inbox.InboxConfig;
import dev.muster.notifier.device.DevicesConfig;
import dev.muster.notifier.ring.RingsConfig;
import dev.muster.notifier.session.SessionsConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What `muster.toml` says in its section `[notifier]`.
///
/// @param data the folder with all that the bot remembers, and the control socket
/// @param key the file with the bot's secret key: who it is on Nostr
/// @param vault the file with the keys that what it remembers is sealed with
/// @param name what it is called
/// @param about what its profile says of it
/// @param listen host and port of its pages
/// @param publicUrl what people's browsers reach the pages by, if that isn't where it listens
/// @param lookupRelays where it is found out at which relays people receive messages, besides the bot's own
/// @param localRelays whether it goes to relays in its own network that people say they receive messages at
/// @param proxy a SOCKS5 proxy by which it goes to all relays that are not in its own network
public record NotifierConfig(
        Path data,
        Path key,
        Path vault,
        String name,
        String about,
        String listen,
        Optional<URI> publicUrl,
        List<URI> lookupRelays,
        boolean localRelays,
        Optional<URI> proxy,
        InboxConfig inbox,
        SessionsConfig sessions,
        DevicesConfig devices,
        RingsConfig rings,
        PushConfig push) {
    public static final NotifierConfig DEFAULT = new NotifierConfig(
            Path.of("data/notifier"),
            Path.of("keys/notifier.key"),
            Path.of("keys/vault.key"),
            "Muster",
            "I get you into the room when a session starts. Type help for what I understand.",
            "127.0.0.1:7780",
            Optional.empty(),
            List.of(),
            false,
            Optional.empty(),
            InboxConfig.DEFAULT,
            SessionsConfig.DEFAULT,
            DevicesConfig.DEFAULT,
            RingsConfig.DEFAULT,
            PushConfig.DEFAULT);

    public NotifierConfig {
        publicUrl
                .map(URI::getScheme)
                .filter(scheme -> !scheme.matches("https?"))
                .ifPresent(_ -> {
                    throw new IllegalArgumentException("publicUrl: an address that begins with https:// or http://");
                });
        proxy.filter(at -> !"socks5".equals(at.getScheme()) || at.getPort() < 0).ifPresent(_ -> {
            throw new IllegalArgumentException("proxy: an address such as socks5://127.0.0.1:9050");
        });
        if (name.isBlank()) throw new IllegalArgumentException("name: what people are to call the bot");
    }

    /// The same, at home at that relay if it names none.
    public NotifierConfig at(URI ownRelay) {
        return new NotifierConfig(
                data,
                key,
                vault,
                name,
                about,
                listen,
                publicUrl,
                lookupRelays,
                localRelays,
                proxy,
                inbox.at(ownRelay),
                sessions,
                devices,
                rings,
                push);
    }
}
