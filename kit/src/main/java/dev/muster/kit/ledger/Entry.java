package dev.muster.kit.ledger;

/// A record, and where it was found.
public record Entry<V>(Place<V> place, V value) {
    /// The last of the names that it is found by.
    public String name() {
        return place.names().getLast();
    }
}
