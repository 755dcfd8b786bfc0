/// The relay: a Nostr relay that keeps its members' encrypted messages so that nobody but the recipient can even list
/// them.
///
/// Rooms, top to bottom: `net` → `session` → `push`, `policy`, `live`, `sync` → `store`; `ops` beside them.
/// This room wires them.
@NullMarked
package dev.muster.relay;

import org.jspecify.annotations.NullMarked;
