package dev.muster.nostr.client;

/// What became of an event that was published.
public sealed interface Outcome {
    /// The relay has it now; what it says to that is mostly empty.
    record Accepted(String note) implements Outcome {}

    /// The relay had it already.
    record Duplicate(String note) implements Outcome {}

    /// The relay doesn't want it: a prefix such as `blocked:`, and why.
    record Refused(String reason) implements Outcome {}

    /// The relay said nothing until the deadline: it may have it or not. To publish it again does no harm.
    record Unanswered() implements Outcome {}

    /// Whether the relay has it.
    default boolean isKept() {
        return this instanceof Accepted || this instanceof Duplicate;
    }
}
