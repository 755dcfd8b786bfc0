package dev.muster.notifier.page;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.net.InetAddress;
import java.net.URI;
import java.util.Set;

/// Whose pages these are, and how they are reached.
///
/// @param url where people find them; a path in it is one that a proxy takes away
/// @param name the bot's
/// @param guessesPerMinute how many links that don't exist one network may try
/// @param proxies those whose `X-Forwarded-For` is believed
public record Site(URI url, String name, PublicKey bot, int guessesPerMinute, Set<InetAddress> proxies) {
    /// Nobody hits a link of 128 bits by chance; whoever tries so often is up to something.
    public static final int GUESSES_PER_MINUTE = 30;

    /// Reached directly, or through a proxy on the same machine.
    public static Site of(URI url, String name, PublicKey bot) {
        return new Site(
                url,
                name,
                bot,
                GUESSES_PER_MINUTE,
                Set.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1")));
    }

    /// The path that a browser must ask for, to get to one of ours.
    String path(String ours) {
        return url.getPath().replaceAll("/+$", "") + ours;
    }

    boolean isSecure() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    String npub() {
        return new Npub(bot).encode();
    }
}
