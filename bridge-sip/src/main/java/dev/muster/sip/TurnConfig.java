package dev.muster.sip;

import dev.muster.kit.config.Secret;
import dev.muster.sip.turn.Tickets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The section about a TURN server, by which browsers find a way out of networks that let nothing through.
///
/// @param urls where it is, such as `turn:turn.example.org:3478`; none: there isn't one
/// @param secret what it shares with us (coturn: `static-auth-secret`)
/// @param perMinute how many tickets one program may have in a minute
public record TurnConfig(List<String> urls, @Secret String secret, int perMinute) {
    public static final TurnConfig NONE = new TurnConfig(List.of(), "", 30);

    public TurnConfig {
        urls = List.copyOf(urls);
        urls.stream().filter(url -> !url.matches("turns?:.+")).findFirst().ifPresent(other -> {
            throw new IllegalArgumentException("urls: each such as turn:turn.example.org:3478, not " + other);
        });
        if (perMinute < 1) throw new IllegalArgumentException("perMinute: at least 1");
    }

    /// Tickets for it, if there is one and we share its secret.
    Optional<Tickets> tickets(InstantSource clock) {
        return urls.isEmpty() || secret.isEmpty()
                ? Optional.empty()
                : Optional.of(new Tickets(secret, urls, perMinute, clock));
    }
}
