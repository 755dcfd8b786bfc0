/// Events and filters (NIP-01): parsed strictly from the bytes of a frame, kept in canonical form, never
/// changed.
///
/// Imports `json` for reading and writing and `crypto` for keys and signatures. It knows nothing of
/// connections, storage or encryption.
@NullMarked
package dev.muster.nostr.event;

import org.jspecify.annotations.NullMarked;
