package dev.muster.relay.session;

import dev.muster.relay.live.Live;
import dev.muster.relay.push.Pushes;
import dev.muster.relay.store.EventStore;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// What all conversations share.
///
/// @param relay what clients call this relay by
/// @param rules those in force at the moment
/// @param pushes if it tells other servers of events
/// @param readers where the store is read
/// @param compared how many records all open syncs hold
/// @param timer for what must not wait for ever; nothing long runs there
public record Desk(
        URI relay,
        Supplier<Rules> rules,
        EventStore store,
        Live live,
        Optional<Pushes> pushes,
        Readers readers,
        ScheduledExecutorService timer,
        AtomicLong compared,
        Meters meters,
        InstantSource clock,
        SecureRandom random) {

    /// What a client must sign to show who it is (NIP-42).
    String newChallenge() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
