package dev.muster.nostr.negentropy;

/// A set of (timestamp, id) sorted by timestamp, then by the id's unsigned bytes: what two sides reconcile.
///
/// It must not change while it is being reconciled. Timestamps are never negative.
public interface Records {
    int size();

    /// The timestamp of the record at `index`.
    long timestamp(int index);

    /// Copies the 32 bytes of the id at `index` into `target`.
    void copyId(int index, byte[] target, int at);

    /// The first index in `from..to` whose record isn't before `bound`, or `to` if all are.
    int lowerBound(int from, int to, Bound bound);

    /// The fingerprint of the records in `from..to`. It is asked for many times in a message: make it cheap.
    Fingerprint fingerprint(int from, int to);
}
