package dev.muster.kit.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where one record is kept. The names before the last may stand for several places: everything under them.
///
/// @param time by which places are in order, if they are
/// @param names what it is found by; they may be secret
public record Place<V>(Shelf<V> shelf, Optional<Instant> time, List<String> names) {}
