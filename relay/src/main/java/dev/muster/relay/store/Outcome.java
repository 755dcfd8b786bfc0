package dev.muster.relay.store;

/// What became of an event that was given to the store. Said only once it is durable.
public sealed interface Outcome {
    /// It is kept, as the one that came in at this place in the order of arrival.
    record Stored(long sequence) implements Outcome {}

    /// It was there before.
    record Duplicate() implements Outcome {}

    /// It is replaceable, and a newer version is there.
    record Outdated() implements Outcome {}

    /// Its author, or the recipient of this gift wrap, had it deleted (NIP-09), or asked to vanish (NIP-62).
    record Deleted() implements Outcome {}

    /// Its recipient has as many gift wraps as are kept for one person.
    record MailboxFull() implements Outcome {}

    /// It could not be written, which the log explains.
    record Failed() implements Outcome {}
}
