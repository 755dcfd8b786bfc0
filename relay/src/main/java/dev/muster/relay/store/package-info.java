/// The event store: what was accepted, and how to find it again.
///
/// The only room that sees RocksDB. It imports `nostr` and nothing else of ours: who may read or write is
/// decided before an event comes here and after it leaves.
///
/// ```
/// data
/// ├── events                       the journal: every commit, in order, written once; see Segment and Frame
/// │   ├── 00000001.events          full, sealed with a table that tells where each event stands
/// │   ├── 00000002.events          the last one, which still grows
/// │   └── 00000001.events.new      unfinished; deleted at the next start
/// └── index                        RocksDB; all of it can be made anew from the journal
///     ├── facts (default)          looked up by their whole key
///     │   ├── i id                           → sequence 8; 0: not here, and somebody deleted it
///     │   ├── x id · deleting key            → (nothing): deleted, or vanished with its recipient
///     │   ├── r author · kind 2 · hash of d    → what is known of its versions; see Version
///     │   ├── v author                       → up to when the author vanished, 8
///     │   ├── w author                       → the same, while vanishing is still to be carried out
///     │   ├── m recipient                    → how many gift wraps lie here, 4
///     │   ├── g number of a file 4           → how many bytes in it have gone, 8
///     │   └── s c counters · h secret of the hashes · j place in the journal · w, r how far the sweep has come
///     └── order                    walked over; values are empty
///         ├── a author 8 · kind 2 · place
///         ├── k kind 2 · place
///         ├── t letter 1 · hash of the value 8 · kind 2 · place
///         └── e expiration 8 · sequence 6
///             place: ~created_at 8 · start of the id 8 · sequence 6
/// ```
///
/// Numbers have their big end first. Kinds stand before time, so that an inbox costs the same however much else
/// its owner is tagged in. Starts and hashes only lead to events, which are then compared in full.
@NullMarked
package dev.muster.relay.store;

import org.jspecify.annotations.NullMarked;
