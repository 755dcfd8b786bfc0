package dev.muster.kit.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Looks records up: in the ledger as it is, or as a [Change] is going to leave it.
public interface Reading {
    <V> Optional<V> get(Place<V> place);

    /// Everything whose place begins with these names, in no order that means anything.
    <V> List<Entry<V>> under(Place<V> start);

    /// What lies at times up to this one, the earliest first.
    ///
    /// @param most as many as that
    <V> List<Entry<V>> upTo(Instant time, Shelf<V> shelf, int most);

    default boolean has(Place<?> place) {
        return get(place).isPresent();
    }
}
