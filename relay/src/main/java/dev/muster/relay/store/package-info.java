/// The event store: what was accepted, and how to find it again.
///
/// The only room that sees RocksDB. It imports `nostr` and nothing else of ours: who may read or write is decided
/// before an
/// event comes here and after it leaves.
@NullMarked
package dev.muster.relay.store;

import org.jspecify.annotations.NullMarked;
