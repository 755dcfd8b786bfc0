package dev.muster.nostr.client;

/// How many events match (NIP-45).
public record Count(long events, boolean approximate) {}
