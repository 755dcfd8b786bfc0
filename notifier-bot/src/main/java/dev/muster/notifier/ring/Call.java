package dev.muster.notifier.ring;

import dev.muster.nostr.crypto.PublicKey;
import java.time.Instant;
import java.util.Optional;

/// A call, as its caller has told of it: the same for all who are called.
///
/// @param caller nobody knows, if a relay has told of it
/// @param room where it takes place, if the caller has said that
/// @param until when it is missed
public record Call(
        String id,
        Optional<PublicKey> caller,
        Dialect dialect,
        boolean hasVideo,
        Optional<String> room,
        Instant madeAt,
        Instant until) {}
