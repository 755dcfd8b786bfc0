/// Comparing what a client has with what is here (NIP-77), over what that client may see.
///
/// Imports `store` to list events, `policy` for limits; the algorithm is `nostr`'s.
@NullMarked
package dev.muster.relay.sync;

import org.jspecify.annotations.NullMarked;
