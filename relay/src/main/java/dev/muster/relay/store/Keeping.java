package dev.muster.relay.store;

import java.time.Duration;

/// How much is kept, and for how long. Time counts from an event's arrival, since gift wraps lie about their
/// date. Zero means no limit.
///
/// @param wraps how long gift wraps and legacy direct messages are kept
/// @param regular how long other regular events are kept; what is replaceable stays until it is replaced
/// @param wrapsPerRecipient how many gift wraps are kept for one recipient; further ones are refused
/// @param cacheMegabytes memory for what was read lately
public record Keeping(Duration wraps, Duration regular, int wrapsPerRecipient, int cacheMegabytes) {
    public static final Keeping DEFAULT = new Keeping(Duration.ZERO, Duration.ZERO, 100_000, 128);

    /// What can't be meant is refused by its name.
    public Keeping {
        if (wrapsPerRecipient < 0) throw new IllegalArgumentException("wrapsPerRecipient: a whole number, at least 0");
        if (cacheMegabytes < 1) throw new IllegalArgumentException("cacheMegabytes: a whole number, at least 1");
    }
}
