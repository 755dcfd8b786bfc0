package dev.muster.kit.desk;

import dev.muster.kit.inbox.InboxConfig;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What every bot is told in its section of `muster.toml`.
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
public record BotConfig(
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
        InboxConfig inbox) {
    public BotConfig {
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

    /// One with what most bots are content with.
    ///
    /// @param word what its data and its key are called
    /// @param port where it listens on this machine
    public static BotConfig of(String word, String name, String about, int port) {
        return new BotConfig(
                Path.of("data", word),
                Path.of("keys", word + ".key"),
                Path.of("keys", "vault.key"),
                name,
                about,
                "127.0.0.1:" + port,
                Optional.empty(),
                List.of(),
                false,
                Optional.empty(),
                InboxConfig.DEFAULT);
    }

    /// The same, at home at that relay if it names none.
    public BotConfig at(URI ownRelay) {
        return new BotConfig(
                data, key, vault, name, about, listen, publicUrl, lookupRelays, localRelays, proxy, inbox.at(ownRelay));
    }

    /// Where it listens.
    public InetSocketAddress address() {
        URI address = URI.create("http://" + listen);
        return new InetSocketAddress(address.getHost(), address.getPort());
    }
}
