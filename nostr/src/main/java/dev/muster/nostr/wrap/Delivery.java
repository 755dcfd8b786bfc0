package dev.muster.nostr.wrap;

import dev.muster.nostr.event.Kind;
import java.time.Instant;
import java.util.Optional;

/// How a wrap travels: of which kind it is, whether its times are blurred, how long relays keep it, and how
/// much work it shows.
///
/// @param kind       1059, which relays store, or 21059, which only those get who listen now
/// @param blurred    whether wrap and seal hide when they were made: see [Sender]
/// @param expiration when relays may forget the wrap (NIP-40)
/// @param work       the zero bits that the wrap's id begins with (NIP-13)
public record Delivery(int kind, boolean blurred, Optional<Instant> expiration, int work) {
    public Delivery {
        if (!isWrap(kind)) throw new IllegalArgumentException("a gift wrap has kind 1059 or 21059, not " + kind);
        if (work < 0 || work > 256) throw new IllegalArgumentException("work lies between 0 and 256 bits, not " + work);
    }

    /// For messages: stored until the recipient comes, all times blurred.
    public static Delivery stored() {
        return new Delivery(Kind.GIFT_WRAP, true, Optional.empty(), 0);
    }

    /// For what only matters now: not stored, all times true.
    public static Delivery live() {
        return new Delivery(Kind.EPHEMERAL_GIFT_WRAP, false, Optional.empty(), 0);
    }

    /// For calls to peers that listen to kind 1059 alone and look back one minute (BuildIt web): stored, all
    /// times true.
    public static Delivery storedNow() {
        return new Delivery(Kind.GIFT_WRAP, false, Optional.empty(), 0);
    }

    /// The same, and relays may forget the wrap at `expiration`.
    public Delivery expiring(Instant expiration) {
        return new Delivery(kind, blurred, Optional.of(expiration), work);
    }

    /// The same with proof of work: each further bit takes twice as long.
    public Delivery working(int bits) {
        return new Delivery(kind, blurred, expiration, bits);
    }

    static boolean isWrap(int kind) {
        return kind == Kind.GIFT_WRAP || kind == Kind.EPHEMERAL_GIFT_WRAP;
    }
}
