package dev.muster.nostr.client;

/// How a question to a relay ends.
public sealed interface Answer<T> {
    /// The relay has answered.
    record Given<T>(T value) implements Answer<T> {}

    /// The relay won't: a prefix such as `restricted:`, and why.
    record Refused<T>(String reason) implements Answer<T> {}

    /// The relay said nothing until the deadline, or the connection was lost on the way.
    record Unanswered<T>() implements Answer<T> {}
}
