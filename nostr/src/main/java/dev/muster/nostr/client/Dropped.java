package dev.muster.nostr.client;

/// How much of what a relay has sent was thrown away.
///
/// @param malformed messages that can't be read
/// @param unasked events that match no filter of their subscription, or belong to none
/// @param forged events whose id or signature is false
public record Dropped(long malformed, long unasked, long forged) {}
