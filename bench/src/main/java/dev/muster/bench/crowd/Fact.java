package dev.muster.bench.crowd;

/// What is known of an event without reading it, to tell how many a relay must find.
///
/// @param author a number of [People]; -1 for a key used once
/// @param recipient a number of [People]
public record Fact(int author, int recipient, long createdAt) {}
