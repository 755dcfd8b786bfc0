package dev.muster.kit.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where records of one kind are kept, each at a [Place] of its own.
///
/// @param name short, and never used again for anything else
/// @param type what lies there: a record that Jackson reads and writes
public record Shelf<V>(String name, Class<V> type) {
    public Shelf {
        if (!name.matches("[a-z][a-z-]*")) throw new IllegalArgumentException("no name for a shelf: " + name);
    }

    /// The place of these names.
    public Place<V> at(String... names) {
        return new Place<>(this, Optional.empty(), List.of(names));
    }

    /// The place of a time and names: such places are in order of their times, and a shelf has none but such.
    public Place<V> at(Instant time, String... names) {
        return new Place<>(this, Optional.of(time), List.of(names));
    }
}
