package dev.muster.notifier.session;

import dev.muster.nostr.crypto.PublicKey;
import java.time.Duration;
import java.util.Optional;

/// The section `[notifier.sessions.rooms]` of `muster.toml`: where sessions are that name no room.
///
/// @param bridge the bot that has rooms (`muster calls`); empty: there are none
/// @param patience how long invitations and links wait for its answer
public record RoomsConfig(Optional<PublicKey> bridge, Duration patience) {
    /// Before the defaults, which it is held against too.
    private static final Duration MOST = Duration.ofMinutes(5);

    public static final RoomsConfig DEFAULT = new RoomsConfig(Optional.empty(), Duration.ofSeconds(20));

    public RoomsConfig {
        if (patience.isNegative() || patience.compareTo(MOST) > 0)
            throw new IllegalArgumentException("patience: at most five minutes, since people wait for their links");
    }

    /// The same, asking that bridge if it names none.
    public RoomsConfig asking(PublicKey other) {
        return new RoomsConfig(bridge.or(() -> Optional.of(other)), patience);
    }
}
